// The search page: better with a script than without, and whole without.
document.documentElement.classList.add("scripted");
export {};

// The field of the search page suggests: titles are articles to go to, all else is searched for.
import { Sarnakh } from "../shared/client";
import { attachCombobox, type Suggestion } from "../shared/combobox";
import { webAddress } from "../shared/dom";
import { texts } from "../shared/texts";

const news = new Sarnakh();

/** To the article, or to what a search finds for its title where it has no address. */
async function go(input: HTMLInputElement, one: Suggestion): Promise<void> {
  const article = one.id === undefined ? null : await news.article(one.id, { fields: "url" }).catch(() => null);
  const address = webAddress(article?.url);
  if (address !== null) {
    location.assign(address);
    return;
  }
  input.value = one.text;
  input.form?.requestSubmit();
}

export function suggestIn(input: HTMLInputElement): void {
  attachCombobox(input, {
    suggest: (q, signal) => news.suggest({ q, limit: 8 }, { signal }),
    texts,
    onChoose: (one) => {
      if (one.type === "title") void go(input, one);
      else input.form?.requestSubmit();
    },
  });
}

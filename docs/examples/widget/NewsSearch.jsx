import { useEffect, useRef } from "react";

function loadOnce(address) {
  if (document.querySelector(`script[src="${address}"]`)) return;
  const script = document.createElement("script");
  script.src = address;
  script.async = true;
  document.head.append(script);
}

// React keeps "key" for itself, and names with a dot are none of JSX: public-key, filter-source.
export function NewsSearch({ endpoint, publicKey, source, onChoose }) {
  const box = useRef(null);
  useEffect(() => loadOnce(`${endpoint}/sarnakh-search.js`), [endpoint]);
  useEffect(() => {
    const element = box.current;
    const listen = (event) => onChoose?.(event.detail, event);
    element.addEventListener("sarnakh:choose", listen);
    return () => element.removeEventListener("sarnakh:choose", listen);
  }, [onChoose]);
  return <sarnakh-search ref={box} endpoint={endpoint} public-key={publicKey} filter-source={source} limit="5" />;
}

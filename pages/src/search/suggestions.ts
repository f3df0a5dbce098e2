// The field of the search page suggests: titles are articles to go to, all else is searched for.
import { Sarnakh } from "../shared/client";
import { attachCombobox } from "../shared/combobox";
import { webAddress } from "../shared/dom";
import { lang, texts } from "../shared/texts";

const news = new Sarnakh();

/** To the article, or to our page of it where it has no address. */
async function go(id: string): Promise<void> {
  const article = await news.article(id, { fields: "url" }).catch(() => null);
  const own = `/articles/${encodeURIComponent(id)}` + (lang === "en" ? "?lang=en" : "");
  location.assign(webAddress(article?.url) ?? own);
}

export function suggestIn(input: HTMLInputElement): void {
  attachCombobox(input, {
    suggest: (q, signal) => news.suggest({ q, limit: 8 }, { signal }),
    texts,
    onChoose: (one) => {
      if (one.id !== undefined) void go(one.id);
      else input.form?.requestSubmit();
    },
  });
}

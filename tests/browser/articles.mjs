// Articles for the tests of the search page: months of one subject, copies, enough of another for two pages.
const BODY = "سد کوهبند در استان نیکرود پس از بارش‌های دو هفتهٔ گذشته به بالاترین تراز خود رسید و دریچه‌های آن امروز گشوده شد تا آب " +
  "به دشت پایین‌دست برسد. مدیر سد گفت تراز آب هر ساعت اندازه گرفته می‌شود و روستاهای کنار رود آگاه شده‌اند.";
const article = (id, month, day, more = {}) => ({
  id, title: `گزارش ${id} از سد کوهبند`, body: `${BODY} ${id} ${month} ${day}`, source: "کوهنامه", category: "محیط زیست",
  url: `https://kuhname.example/${id}`, published_at: `۱۴۰۴/${month}/${day} ۱۰:۰۰`, ...more,
});
export const articles = [
  ...["01", "03", "03", "04", "06"].map((month, i) => article(`k-${i}`, month, `1${i}`,
    { body: `سد کوهبند، گزارش ${"یک دو سه چهار پنج".split(" ")[i]}: ${"باران مدیر آبگیر کشاورز روستا".split(" ")[i]} و سد. `.repeat(3 + i) })),
  article("c-1", "05", "02", { title: "دریچه‌های سد کوهبند گشوده شد", body: BODY }),
  article("c-2", "05", "02", { title: "دریچه‌های سد کوهبند گشوده شد", body: BODY, source: "رودبار" }),
  ...Array.from({ length: 14 }, (_, i) => article(`p-${i}`, "07", String(i + 1).padStart(2, "0"), { source: "روزانه",
    title: `نشست شمارهٔ ${i} شورای نیکرود`, body: `شورا در نشست ${i} دربارهٔ ${"کتابخانه بوستان مدرسه خیابان بازار میدان پل آب برق گاز راه شهربازی فرهنگسرا ورزشگاه".split(" ")[i]} گفت‌وگو کرد.` })),
];

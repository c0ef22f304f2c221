// Reads [{text, now, offset, dayFirst, language}] on stdin, writes what chrono-node finds in each: the first date or null.
// `now` is an instant, `offset` the writer's minutes from UTC: dates come back as the writer's wall clock.
const chrono = require("chrono-node");

const parserOf = ({ language, dayFirst }) => {
  if (language === "fr") return chrono.fr.casual;
  if (language === "de") return chrono.de.casual;
  if (language === "es") return chrono.es.casual;
  return dayFirst ? chrono.en.GB : chrono.en.casual;
};

const answer = (item) => {
  const reference = { instant: new Date(item.now), timezone: item.offset };
  const [first] = parserOf(item).parse(item.text, reference, { forwardDate: true });
  if (!first) return null;
  const part = (name) => first.start.get(name);
  const wall = [part("year"), part("month"), part("day")];
  const time = first.start.isCertain("hour") ? [part("hour"), part("minute") ?? 0] : null;
  return { wall, time };
};

const input = [];
process.stdin.on("data", (chunk) => input.push(chunk));
process.stdin.on("end", () => {
  const items = JSON.parse(Buffer.concat(input).toString());
  process.stdout.write(JSON.stringify(items.map(answer)));
});

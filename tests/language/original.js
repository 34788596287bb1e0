// Random inputs of stamp-image, and what the packages that
// docker/metadata-action is built of make of them: the lists by csv-parse,
// templates by Handlebars, dates by Moment.js, versions by semver and
// @renovate/pep440, patterns by JavaScript itself, the order of labels by its
// `localeCompare`. How they are put together is written anew here.
//
// node original.js SEED COUNT: prints the cases as a JSON array.

const { parse } = require('csv-parse/sync');
const handlebars = require('handlebars');
const moment = require('moment-timezone');
const pep440 = require('@renovate/pep440');
const semver = require('semver');

moment.suppressDeprecationWarnings = true;
console.error = () => {};

// The one moment of a case: zones are known for certain until 2037.
let NOW = new Date(0);

// ---- The language ----

const list = (text) =>
  text.trim() === ''
    ? []
    : parse(text.trim(), {
        relax_quotes: true,
        relax_column_count: true,
        skip_empty_lines: true,
        comment: '#',
        comment_no_infix: true,
      })
        .map((fields) => fields.join(',').trim())
        .filter((item) => item);

const fields = (item) => parse(item, { relax_column_count: true, skip_empty_lines: true })[0];

const priorities = { schedule: 1000, semver: 900, pep440: 900, match: 800, edge: 700, ref: 600, raw: 200, sha: 100 };

function entry(item) {
  const attributes = {};
  for (const field of fields(item)) {
    const at = field.indexOf('=');
    if (at < 1) attributes.value = field.trim();
    else attributes[field.slice(0, at).trim().toLowerCase()] = field.slice(at + 1).trim();
  }
  const type = attributes.type ?? 'raw';
  const own = (name) => Object.prototype.hasOwnProperty.call(attributes, name);
  if (!(type in priorities)) throw new Error('type');
  if (['semver', 'pep440', 'match'].includes(type) && !own('pattern')) throw new Error('pattern');
  if (type === 'raw' && !own('value')) throw new Error('value');
  if (type === 'ref' && !['branch', 'tag', 'pr'].includes(attributes.event)) throw new Error('event');
  if (type === 'ref' && attributes.event === 'pr') attributes.prefix ??= 'pr-';
  if (type === 'sha') {
    attributes.prefix ??= 'sha-';
    attributes.format ??= 'short';
    if (!['short', 'long'].includes(attributes.format)) throw new Error('format');
  }
  attributes.group ??= '0';
  if (type === 'match' && Number.isNaN(Number(attributes.group))) throw new Error('group');
  const priority = Number(attributes.priority ?? priorities[type]);
  if (Number.isNaN(priority)) throw new Error('priority');
  return { type, attributes, priority, own };
}

function flavor(items) {
  const all = { latest: 'auto', prefix: '', suffix: '', on: {} };
  for (const item of items) {
    let before;
    for (const field of fields(item)) {
      const parts = field.split('=').map((part) => part.trim());
      if (parts.length === 1) throw new Error('flavor');
      const [key, value] = [parts[0].toLowerCase(), parts[1]];
      if (key === 'latest' && ['auto', 'true', 'false'].includes(value)) all.latest = value;
      else if (key === 'prefix' || key === 'suffix') [all[key], before] = [value, key];
      else if (key === 'onlatest' && ['true', 'false'].includes(value)) all.on[before] = value === 'true';
      else throw new Error('flavor');
    }
  }
  return all;
}

// The names of the images that are tagged.
function images(items) {
  if (items.length === 1 && fields(items[0]).every((field) => !field.includes('='))) {
    return fields(items[0]).map((name) => name.trim().toLowerCase());
  }
  const all = items.map((item) => {
    const image = { name: '', enable: 'true' };
    for (const field of fields(item)) {
      const [key, value] = field.split('=').map((part) => part.trim());
      if (value === undefined) image.name = key;
      else if (key.toLowerCase() in image) image[key.toLowerCase()] = value;
      else throw new Error('image');
    }
    if (image.name === '' || !['true', 'false'].includes(image.enable)) throw new Error('image');
    return image;
  });
  return all.filter((image) => image.enable === 'true').map((image) => image.name.toLowerCase());
}

// ---- The names of templates ----

const after = (ref, prefix) => (ref.startsWith(prefix) ? ref.slice(prefix.length) : '');

function date(at) {
  return function (format, options) {
    let zone = 'UTC';
    for (const key of Object.keys(options.hash)) {
      if (key !== 'tz') throw new Error('attribute');
      zone = options.hash[key];
    }
    return moment(at).tz(zone).format(format);
  };
}

function names(change) {
  const isDefault = () => {
    const name = change.ref.replace(/^refs\/heads\//, '');
    if (name === '') return 'false';
    const always = /create|discussion|issues|schedule/.test(change.event);
    return String(name === change.payload.repository?.default_branch || always);
  };
  return {
    branch: () => after(change.ref, 'refs/heads/'),
    tag: () => after(change.ref, 'refs/tags/'),
    sha: () => change.sha.slice(0, 7),
    base_ref: () => {
      if (change.ref.startsWith('refs/tags/')) return (change.payload.base_ref ?? '').replace(/^refs\/heads\//, '');
      return change.ref.startsWith('refs/pull/') ? (change.payload.pull_request?.base.ref ?? '') : '';
    },
    is_default_branch: isDefault,
    is_not_default_branch: () => (isDefault() === 'true' ? 'false' : 'true'),
    date: date(NOW),
    commit_date: date(NOW),
  };
}

const render = (template, known) => handlebars.compile(template)(known);

function isRaw(pattern) {
  try {
    const { body } = handlebars.parseWithoutProcessing(pattern);
    const parts = body[0].path?.parts;
    return body.length === 1 && body[0].type === 'MustacheStatement' && parts.length === 1 && parts[0] === 'raw';
  } catch {
    return false;
  }
}

// ---- The types ----

function subject(change, { attributes }, known) {
  if (attributes.value) return render(attributes.value, known);
  return change.ref.startsWith('refs/tags/') ? after(change.ref, 'refs/tags/') : undefined;
}

function versionSubject(change, it, known) {
  const text = subject(change, it, known);
  if (text === undefined || !it.attributes.match) return text?.replace(/\//g, '-');
  const found = text.match(it.attributes.match);
  return (found ? found[1] : text).replace(/\//g, '-');
}

function made(change, it, known) {
  const { attributes } = it;
  switch (it.type) {
    case 'schedule': {
      if (!change.event.includes('schedule')) return undefined;
      return [render(attributes.pattern ?? 'nightly', { date: date(NOW), commit_date: date(NOW) }), false];
    }
    case 'semver': {
      const text = versionSubject(change, it, known);
      if (text === undefined || !semver.valid(text)) return undefined;
      const pre = semver.prerelease(text) !== null;
      const pattern = pre && !isRaw(attributes.pattern) ? '{{version}}' : attributes.pattern;
      return [render(pattern, semver.parse(text, { loose: true })), !pre];
    }
    case 'pep440': {
      const text = versionSubject(change, it, known);
      if (text === undefined || !pep440.valid(text)) return undefined;
      const { is_prerelease, is_postrelease, is_devrelease } = pep440.explain(text);
      // Local versions are joined by the dots that PEP 440 asks for.
      const clean = pep440.clean(text).replace(/,/g, '.');
      if (is_prerelease || is_postrelease || is_devrelease) return [isRaw(attributes.pattern) ? text : clean, false];
      const part = (name) => () => pep440[name](text);
      const parts = { raw: () => text, version: () => clean };
      for (const name of ['major', 'minor', 'patch']) parts[name] = part(name);
      return [render(attributes.pattern, parts), true];
    }
    case 'match': {
      const text = subject(change, it, known);
      if (text === undefined) return undefined;
      const flagged = attributes.pattern.match(/^\/(.+)\/(.*)$/);
      const found = text.match(flagged ? new RegExp(flagged[1], flagged[2]) : attributes.pattern);
      const group = found?.[attributes.group];
      return group === undefined ? undefined : [group, true];
    }
    case 'edge': {
      const branch = after(change.ref, 'refs/heads/');
      const wanted = attributes.branch || change.payload.repository?.default_branch;
      return change.ref.startsWith('refs/heads/') && branch === wanted ? ['edge', false] : undefined;
    }
    case 'ref': {
      const prefix = { branch: 'refs/heads/', tag: 'refs/tags/', pr: 'refs/pull/' }[attributes.event];
      if (!change.ref.startsWith(prefix)) return undefined;
      const name = after(change.ref, prefix);
      return [attributes.event === 'pr' ? name.replace(/\/merge$/, '') : name, attributes.event === 'tag'];
    }
    case 'raw':
      return [render(attributes.value, known), false];
    case 'sha':
      if (!change.sha) return undefined;
      return [attributes.format === 'long' ? change.sha : change.sha.slice(0, 7), false];
  }
}

// ---- The stamp ----

const sanitised = (tag) => tag.replace(/[^a-zA-Z0-9._-]+/g, '-');

function tagNames(change, inputs, known) {
  const around = flavor(list(inputs.flavor));
  let entries = list(inputs.tags).map(entry);
  if (entries.length === 0) {
    entries = ['type=schedule', 'type=ref,event=branch', 'type=ref,event=tag', 'type=ref,event=pr'].map(entry);
  }
  entries.sort((a, b) => b.priority - a.priority || 0);
  const tags = [];
  let latest;
  for (const it of entries) {
    const enabled = render(it.attributes.enable ?? 'true', known);
    if (!['true', 'false'].includes(enabled)) throw new Error('enable');
    const value = enabled === 'true' ? made(change, it, known) : undefined;
    if (value === undefined) continue;
    const affix = (name) => render(it.own(name) || it.attributes[name] !== undefined ? it.attributes[name] : around[name], known);
    const text = `${affix('prefix')}${value[0]}${affix('suffix')}`;
    if (text === '') continue;
    latest ??= around.latest === 'auto' ? value[1] : around.latest === 'true';
    if (!tags.includes(sanitised(text))) tags.push(sanitised(text));
  }
  const on = (name) => (around.on[name] ? around[name] : '');
  if (latest) tags.push(sanitised(`${on('prefix')}latest${on('suffix')}`));
  return tags;
}

function labels(change, lines, version, known) {
  const oci = { title: '', description: '', url: '', source: '', version, created: NOW.toISOString(), revision: change.sha, licenses: '' };
  const all = new Map(Object.entries(oci).map(([name, value]) => [`org.opencontainers.image.${name}`, value]));
  for (const line of lines) {
    const [key, ...values] = render(line, known).split('=');
    if (values.length > 0) all.set(key, values.join('='));
  }
  return [...all].sort((a, b) => a[0].localeCompare(b[0])).map(([key, value]) => `${key}=${value}`);
}

function stamp(change, inputs) {
  try {
    const known = names(change);
    const tags = tagNames(change, inputs, known);
    const version = tags[0] ?? '';
    const enabled = images(list(inputs.images));
    const behind = (image) => tags.map((tag) => (image === '' ? tag : `${image}:${tag}`));
    const references = (enabled.length === 0 ? [''] : enabled).flatMap(behind);
    return { tags: references.join('\n'), 'tag-names': tags.join('\n'), labels: labels(change, list(inputs.labels), version, known).join('\n') };
  } catch (error) {
    return { refused: String(error.message).slice(0, 80) };
  }
}

// ---- Random inputs ----

let state = Number(process.argv[2]) >>> 0;
function random(below) {
  // The generator `mulberry32`.
  state = (state + 0x6d2b79f5) >>> 0;
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) % below;
}
const one = (...items) => items[random(items.length)];
const some = (most, make) => Array.from({ length: random(most + 1) }, make);
const word = () => some(3, () => one('a', 'B', '1', '-', '.', '_', 'feat', 'é', '/', '+', '#', '=', '&', '日本')).join('') || 'x';

const number = () => one('0', '1', '2', '10', '007', '9007199254740991', '9007199254740992');
const pre = () => one('', '', '-rc.1', '-01', '-alpha', '-1234567890123456', '-x.7.z.92', '-', '-a..b');
const build = () => one('', '', '', '+b.1', '+20200110', '+', '+a_b');
const version = () => `${one('v', '', '', 'V', '=', 'p/v')}${number()}.${number()}${one('', `.${number()}`, `.${number()}`)}${pre()}${build()}`;
// Numbers that both sides can count.
const small = () => one('0', '1', '2', '10', '007', '20200110', '9007199254740991');
const python = () =>
  `${one('', 'v', '1!')}${small()}${one('', `.${small()}`, `.${small()}.${small()}`)}${one('', 'rc1', 'b2', '.post1', '-1', '.dev3', 'alpha', '+local.1', '+a_b')}`;

const token = () =>
  one('YYYY', 'YY', 'Y', 'YYYYY', 'MM', 'MMM', 'MMMM', 'M', 'Mo', 'D', 'DD', 'Do', 'DDD', 'DDDD', 'd', 'dd', 'ddd', 'dddd', 'do', 'E', 'e', 'w', 'ww', 'wo', 'W', 'WW', 'Wo', 'gg', 'gggg', 'GG', 'GGGG', 'Q', 'Qo', 'H', 'HH', 'h', 'hh', 'k', 'kk', 'm', 'mm', 's', 'ss', 'S', 'SS', 'SSS', 'SSSSSS', 'X', 'x', 'Z', 'ZZ', 'z', 'zz', 'a', 'A', 'L', 'LL', 'LT', 'LTS', 'l', 'ml', 'Hmm', 'N', 'NNNN', 'y', 'yo', '[at]', '[', ']', '-', '.', ' ', 'T', 'é', 'o');
const zone = () => one('UTC', 'Asia/Tokyo', 'america/new_york', 'Europe/London', 'Asia/Kathmandu', 'America/St_Johns', 'Pacific/Chatham', 'Nowhere/Land', 'Etc/GMT+5');
const dated = () => `{{${one('date', 'commit_date')} '${some(5, token).join('')}'${one('', '', ` tz='${zone()}'`)}}}`;
// What is refused is rare, so that most stamps are made.
const rarely = (bad, good) => (random(40) === 0 ? bad() : good());
const template = () =>
  rarely(
    () => one('{{brnch "x"}}', '{{sha', '{{date}}', '{{sha}}}', '{{&sha}}}', '{{{sha}}', '{{{{sha}}}}', '{{#if sha}}', '{{/if}}', "{{date 'Y' x='y'}}", '{{else}}', '{{> a}}', '{{sha}', '{{}}'),
    () =>
      one(
        '{{branch}}', '{{tag}}', '{{sha}}', '{{base_ref}}', '{{{branch}}}', '{{&tag}}', '{{is_default_branch}}', '{{is_not_default_branch}}',
        '{{#if tag}}t{{else}}n{{/if}}', '{{#unless branch}}u{{/unless}}', '{{nothing}}', '{{! c }}', '{{! c }}}', '{{!-- }} --}}', ' {{~sha~}} ', '\\{{sha}}', '{{this.branch}}', '{{#if is_default_branch}}y{{/if}}',
        '{{#each tag}}e{{/each}}', '{{raw}}', '{{#with tag}}w{{/with}}', '{{[branch]}}', '{{#if tag}}1{{else if branch}}2{{/if}}', '}}', '{', '{{a.b}}', dated(), dated(), dated(),
      ),
  );
const text = () => some(3, () => one(template, word)()).join('') || 'v';
const versionPattern = () =>
  one('{{version}}', '{{raw}}', '{{ raw }}', '{{major}}.{{minor}}', '{{major}}', 'v{{major}}.{{minor}}.{{patch}}', '{{version}}-{{sha}}', '{{prerelease}}', '{{build}}', '{{minor}}{{raw}}', '{{{raw}}}', 'x', '{{#if prerelease}}p{{/if}}{{patch}}', '{{prerelease.0}}', '{{this.raw}}', '{{len raw}}');
const expression = () =>
  rarely(() => one('(', '[b-a]', '(?<a', '/a/xx', '\\'), () => one('\\d.\\d', 'v(.*)', '^v(\\d+)\\.(\\d+)', '/^V(.*)$/i', '(a)|(b)', '/\\d/g', '(?<=v)\\d+', '[a-z]+$', '.*', '', '(?<n>\\d)', '\\w+', '/v(\\d)/gi', '[^/]+$', '(\\d{1})', 'p/v(.*)$'));

function attributes(type) {
  const made = [];
  if (type) made.push(`type=${type}`);
  const often = { semver: 'pattern', pep440: 'pattern', match: 'pattern', raw: 'value', ref: 'event' }[type];
  const value = {
    pattern: () => (type === 'match' ? expression() : type === 'schedule' ? one(dated(), 'n') : versionPattern()),
    value: () => (type === 'semver' ? one(version(), '1.2.3-123456789012345678', '99999999999999999999.0.0', text()) : type === 'pep440' ? one(python(), text()) : text()),
    event: () => rarely(() => 'Branch', () => one('branch', 'tag', 'pr')),
    match: () => rarely(() => '\\d', () => one('v(.*)', 'p/(.*)$', '(x)')),
    enable: () => rarely(() => one('True', '', 'yes'), () => one('true', 'false', 'true', '{{is_default_branch}}', '{{is_not_default_branch}}')),
    priority: () => one('1', '100', '900', '0x10', '1e3', '-5', '', '5.', '1000'),
    prefix: () => one('', 'pre-', text()),
    suffix: () => one('', '-suf', text()),
    group: () => rarely(() => 'x', () => one('0', '1', '2', '01', '')),
    branch: () => one('', 'main', 'dev', '{{branch}}'),
    format: () => rarely(() => 'x', () => one('short', 'long')),
    flaver: () => 'x',
  };
  if (often && random(40) > 0) made.push(`${often}=${value[often]()}`);
  for (const name of some(2, () => one(...Object.keys(value)))) {
    if (random(3) > 0 || !['group', 'enable', 'flaver', 'event', 'format'].includes(name)) made.push(`${name}=${value[name]()}`);
  }
  return made;
}

function line() {
  const type = one('schedule', 'semver', 'semver', 'pep440', 'match', 'match', 'edge', 'ref', 'ref', 'raw', 'raw', 'sha', '', rarely(() => 'RAW', () => 'raw'));
  const made = attributes(type).map((field) => one(field, field, field, ` ${field} `, `"${field}"`, field.toUpperCase()[0] + field.slice(1)));
  if (random(8) === 0) made.push(rarely(() => 'a"b', () => one(text(), '', '=x', '"q,r"')));
  const whole = made.join(',') || text();
  return one(whole, whole, whole, whole, `  ${whole}`, `"${whole.replace(/"/g, '""')}"`, `#${whole}`, ` # ${whole}`);
}

// Quotes, commas, comments and line breaks at random.
const scrap = () => some(9, () => one('a', 'b', ',', ',', '"', '"', '""', '#', ' ', '\n', '\r\n', '=')).join('');

function change() {
  const event = one('push', 'push', 'push', 'pull_request', 'schedule', 'issue_comment', 'create');
  const ref =
    event === 'pull_request'
      ? `refs/pull/${random(99)}/${one('merge', 'head')}`
      : one(`refs/heads/${one('main', 'dev', word())}`, `refs/tags/${one(version(), python(), word())}`, `refs/tags/v1.2.3`);
  const payload = one({}, { repository: { default_branch: 'main' } }, { repository: { default_branch: 'main' }, base_ref: 'refs/heads/rel/1' });
  if (event === 'pull_request') payload.pull_request = { base: { ref: 'main' } };
  return { event, ref, sha: one('860c1904a1ce19322e91ac35af1ab07466440c37', '860c1904a1ce19322e91ac35af1ab07466440c37', ''), payload };
}

const flavorLine = () =>
  one('latest=auto', 'latest=true', 'latest=false', `prefix=${one('', 'f-', text())}`, `suffix=-s,onlatest=true`, `prefix={{sha}}-,onlatest=true`, 'prefix=a=b', 'onlatest=true', '#c', rarely(() => 'latest=x', () => 'latest=auto'));
// Keys in ASCII: others are sorted by their code points.
const key = () => word().replace(/[^ -~]/g, 'e');
const labelLine = () =>
  one(`${key()}=${text()}`, `${key()}=${text()}`, 'none', `org.opencontainers.image.title=${word()}`, `"q=a,""b"""`, 'k=', `${one('a', 'A', 'a.b', 'a-b', 'a_b', '1', '10', '2')}=${text()}`);

const imageLine = () =>
  one('app', 'ghcr.io/Owner/App', 'a/b, c/D', 'name=x/y', 'x,enable=false', 'Name=z , Enable=true', '#c', '  # c', 'a,,b', 'name=a=b', rarely(() => one('value=a', 'name=', 'x,enable=no', 'a"b'), () => '"q,r"'));

const cases = [];
for (let count = Number(process.argv[3]); count > 0; count--) {
  NOW = new Date(random(2 ** 31 - 1) * 1000);
  const it = { now: NOW.getTime() / 1000, ...change() };
  const inputs = {
    images: some(2, imageLine).join('\n'),
    tags: some(4, () => (random(10) === 0 ? scrap() : line())).join('\n'),
    flavor: random(3) === 0 ? some(2, flavorLine).join('\n') : '',
    labels: random(3) === 0 ? some(4, () => (random(6) === 0 ? scrap() : labelLine())).join('\n') : '',
  };
  cases.push({ ...it, inputs, wants: stamp(it, inputs) });
}
process.stdout.write(JSON.stringify(cases));

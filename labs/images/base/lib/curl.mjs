// A small curl for health checks: HTTP and HTTPS, with curl's own exit statuses for what goes wrong.
import { createWriteStream, readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';

const HELP = `curl [options] URL
  -X, --request METHOD      -d, --data DATA (@FILE)    --data-urlencode NAME=VALUE
  -H, --header 'NAME: V'    -G, --get                  -u, --user NAME:PASSWORD
  -o, --output FILE         -w, --write-out FORMAT     -m, --max-time SECONDS
  -i, --include             -I, --head                 -L, --location
  -f, --fail                -s, --silent               -S, --show-error
  -v, --verbose             -k, --insecure             --connect-timeout SECONDS
  --retry N`;

/** Option → name, and whether a value follows. */
const OPTIONS = {
  '-X': ['request', true],
  '-d': ['data', true],
  '-H': ['header', true],
  '-G': ['get', false],
  '-u': ['user', true],
  '-A': ['user-agent', true],
  '-o': ['output', true],
  '-O': ['remote-name', false],
  '-w': ['write-out', true],
  '-m': ['max-time', true],
  '-i': ['include', false],
  '-I': ['head', false],
  '-L': ['location', false],
  '-f': ['fail', false],
  '-s': ['silent', false],
  '-S': ['show-error', false],
  '-v': ['verbose', false],
  '-k': ['insecure', false],
  '-N': ['no-buffer', false],
  '-4': ['ipv4', false],
  '-h': ['help', false],
};
const LONG = {
  'data-urlencode': true,
  'data-raw': true,
  'data-binary': true,
  'data-ascii': true,
  'connect-timeout': true,
  retry: true,
  'retry-delay': true,
  'fail-with-body': false,
  'no-progress-meter': false,
  compressed: false,
  url: true,
  version: false,
};
for (const [name, takesValue] of Object.values(OPTIONS)) LONG[name] = takesValue;

class CurlError extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

const parse = (args) => {
  const options = { header: [], data: [], urls: [] };
  const set = (name, value) => {
    if (name === 'header') options.header.push(value);
    else if (name === 'url') options.urls.push(value);
    else if (name.startsWith('data')) options.data.push(encodeData(name, value));
    else options[name] = value;
  };
  for (let index = 0; index < args.length; index++) {
    const arg = args[index];
    const value = () => {
      if (index + 1 >= args.length) throw new CurlError(2, `option ${arg}: requires parameter`);
      return args[++index];
    };
    if (arg.startsWith('--')) {
      const name = arg.slice(2);
      if (!(name in LONG)) throw new CurlError(2, `option ${arg}: is unknown`);
      set(name, LONG[name] ? value() : true);
    } else if (arg.startsWith('-') && arg.length > 1) {
      for (let at = 1; at < arg.length; at++) {
        const known = OPTIONS[`-${arg[at]}`];
        if (known === undefined) throw new CurlError(2, `option -${arg[at]}: is unknown`);
        const [name, takesValue] = known;
        if (!takesValue) set(name, true);
        else {
          set(name, at + 1 < arg.length ? arg.slice(at + 1) : value());
          break;
        }
      }
    } else options.urls.push(arg);
  }
  return options;
};

const encodeData = (option, value) => {
  if (option === 'data-raw') return value;
  if (option === 'data-urlencode') {
    const at = value.search(/[=@]/);
    if (at < 0) return encodeURIComponent(value);
    const name = value.slice(0, at);
    const text = value[at] === '@' ? read(value.slice(at + 1)) : value.slice(at + 1);
    return (name === '' ? '' : `${name}=`) + encodeURIComponent(text);
  }
  if (!value.startsWith('@')) return value;
  const text = read(value.slice(1));
  return option === 'data-binary' ? text : text.replaceAll(/[\r\n]/g, '');
};

const read = (file) => readFileSync(file === '-' ? 0 : file, 'utf8');

const request = (options, address, method, body) =>
  new Promise((resolve, reject) => {
    const url = parseUrl(address);
    const headers = { Host: url.host, 'User-Agent': 'curl/8.0.0', Accept: '*/*' };
    if (options['user-agent'] !== undefined) headers['User-Agent'] = options['user-agent'];
    if (options.user !== undefined) {
      headers.Authorization = `Basic ${Buffer.from(options.user).toString('base64')}`;
    }
    if (body !== undefined) headers['Content-Type'] = 'application/x-www-form-urlencoded';
    for (const line of options.header) {
      const at = line.indexOf(':');
      if (at < 0) continue;
      const name = line.slice(0, at).trim();
      for (const known of Object.keys(headers)) {
        if (known.toLowerCase() === name.toLowerCase()) delete headers[known];
      }
      const text = line.slice(at + 1).trim();
      if (text !== '') headers[name] = text;
    }
    if (body !== undefined) headers['Content-Length'] = Buffer.byteLength(body);
    const client = url.protocol === 'https:' ? https : http;
    const outgoing = client.request(url, {
      method,
      headers,
      agent: false,
      rejectUnauthorized: options.insecure !== true,
    });
    const limit = Number(options['connect-timeout'] ?? 0) * 1000;
    if (limit > 0) {
      const late = () =>
        reject(new CurlError(28, `Connection timed out after ${limit} milliseconds`));
      const timer = setTimeout(late, limit);
      outgoing.once('socket', (socket) => socket.once('connect', () => clearTimeout(timer)));
    }
    if (options.verbose) {
      console.error(`> ${method} ${url.pathname}${url.search} HTTP/1.1`);
      for (const [name, text] of Object.entries(headers)) console.error(`> ${name}: ${text}`);
    }
    outgoing.on('response', resolve);
    outgoing.on('error', (error) => reject(explain(error, url)));
    outgoing.end(body);
  });

const parseUrl = (address) => {
  try {
    const url = new URL(/^[a-z]+:\/\//i.test(address) ? address : `http://${address}`);
    if (url.protocol === 'http:' || url.protocol === 'https:') return url;
  } catch {
    throw new CurlError(3, `URL rejected: ${address}`);
  }
  throw new CurlError(1, `Protocol of "${address}" not supported; this curl speaks http and https`);
};

const explain = (error, url) => {
  const port = url.port || (url.protocol === 'https:' ? 443 : 80);
  const code = error.code ?? error.errors?.[0]?.code;
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return new CurlError(6, `Could not resolve host: ${url.hostname}`);
  }
  if (code === 'ECONNRESET' || code === 'EPIPE') return new CurlError(56, `Recv failure: ${code}`);
  if (code?.startsWith('HPE_'))
    return new CurlError(1, `Received HTTP that makes no sense: ${code}`);
  if (/CERT|SSL|TLS/.test(code ?? '')) return new CurlError(60, `SSL problem: ${error.message}`);
  return new CurlError(
    7,
    `Failed to connect to ${url.hostname} port ${port}: ${code ?? error.message}`,
  );
};

const transfer = async (options, address) => {
  const form = options.data.length > 0 ? options.data.join('&') : undefined;
  const body = options.get || options.head ? undefined : form;
  let url = address;
  if (options.get && form !== undefined) url += (url.includes('?') ? '&' : '?') + form;
  let method = options.request ?? (options.head ? 'HEAD' : body === undefined ? 'GET' : 'POST');
  let payload = body;
  for (let redirects = 0; ; redirects++) {
    const response = await request(options, url, method, payload);
    const status = response.statusCode;
    const next = response.headers.location;
    const head = headOf(response);
    if (options.verbose) process.stderr.write(head.replaceAll(/^/gm, '< '));
    if (options.location && next !== undefined && status >= 300 && status < 400) {
      if (redirects >= 50) throw new CurlError(47, 'Maximum (50) redirects followed');
      if (options.include || options.head) process.stdout.write(head);
      response.resume();
      url = new URL(next, parseUrl(url)).href;
      if (status === 303 || (status < 303 && method === 'POST')) {
        method = 'GET';
        payload = undefined;
      }
      continue;
    }
    const failed = status >= 400 && (options.fail || options['fail-with-body']);
    if (!failed || options['fail-with-body']) await write(options, url, response, head);
    else response.resume();
    writeOut(options['write-out'], status, response, url);
    if (failed) throw new CurlError(22, `The requested URL returned error: ${status}`);
    return;
  }
};

const headOf = (response) => {
  const lines = [`HTTP/${response.httpVersion} ${response.statusCode} ${response.statusMessage}`];
  for (let at = 0; at < response.rawHeaders.length; at += 2) {
    lines.push(`${response.rawHeaders[at]}: ${response.rawHeaders[at + 1]}`);
  }
  return `${lines.join('\r\n')}\r\n\r\n`;
};

const write = async (options, url, response, head) => {
  const name = options['remote-name']
    ? new URL(parseUrl(url)).pathname.split('/').pop()
    : undefined;
  const file = options.output ?? name;
  const out = file === undefined || file === '-' ? process.stdout : createWriteStream(file);
  const failure = new Promise((_, reject) => {
    out.on('error', (error) =>
      reject(new CurlError(23, `Failure writing output: ${error.message}`)),
    );
  });
  const copy = async () => {
    if (options.include || options.head) out.write(head);
    try {
      for await (const chunk of response) out.write(chunk);
    } catch (error) {
      throw new CurlError(18, `transfer closed before it was complete: ${error.message}`);
    }
    await new Promise((resolve) => {
      if (out === process.stdout) out.write('', resolve);
      else out.end(resolve);
    });
  };
  await Promise.race([copy(), failure]);
};

const writeOut = (format, status, response, url) => {
  if (format === undefined) return;
  const values = {
    http_code: status,
    response_code: status,
    url_effective: url,
    content_type: response.headers['content-type'] ?? '',
    size_download: response.headers['content-length'] ?? 0,
    method: response.req.method,
    remote_port: response.socket?.remotePort ?? '',
    time_total: (performance.now() / 1000).toFixed(6),
  };
  const text = (format.startsWith('@') ? read(format.slice(1)) : format)
    .replaceAll(/%\{(\w+)\}/g, (_, name) => String(values[name] ?? ''))
    .replaceAll('\\n', '\n')
    .replaceAll('\\t', '\t')
    .replaceAll('\\r', '\r');
  process.stdout.write(text);
};

const main = async () => {
  const options = parse(process.argv.slice(2));
  if (options.help) return console.log(HELP);
  if (options.version) return console.log(`curl of ECS Workbook, on Node.js ${process.version}`);
  if (options.urls.length === 0) throw new CurlError(2, 'no URL specified');
  const seconds = Number(options['max-time'] ?? 0);
  if (!(seconds >= 0)) throw new CurlError(2, 'expected a number of seconds after --max-time');
  const late = () => {
    report(options, new CurlError(28, `Operation timed out after ${seconds * 1000} milliseconds`));
    process.exit(28);
  };
  if (seconds > 0) setTimeout(late, seconds * 1000).unref();
  for (const url of options.urls) {
    for (let attempt = 0; ; attempt++) {
      try {
        await transfer(options, url);
        break;
      } catch (error) {
        if (attempt >= Number(options.retry ?? 0) || error.status === 2) throw error;
        await new Promise((resolve) => setTimeout(resolve, 1000));
      }
    }
  }
};

const report = (options, error) => {
  const quiet = options.silent && !options['show-error'];
  if (!quiet) console.error(`curl: (${error.status}) ${error.message}`);
};

const failed = (error) => {
  if (!(error instanceof CurlError)) throw error;
  let options = {};
  try {
    options = parse(process.argv.slice(2));
  } catch {
    // The arguments themselves are what is wrong.
  }
  report(options, error);
  process.exitCode = error.status;
};

main().then(() => {
  process.exitCode = 0;
}, failed);

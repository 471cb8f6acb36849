// The page that draws, bundled, and a server for it on loopback that also passes questions on to
// Prometheus.
import {createServer} from 'node:http';
import {readFile} from 'node:fs/promises';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {build} from 'esbuild';

const HERE = path.dirname(fileURLToPath(import.meta.url));
const ICONS = path.join(HERE, 'node_modules/@grafana/ui/dist/public');
const FONTS = path.join(HERE, 'node_modules/@fontsource/inter/files');
const WEIGHTS = {Regular: 400, Medium: 500};

// Of each one build, or there are two of everything, themes too; and of the two builds the one of
// which esbuild makes a table that works.
const oneBuild = {
  name: 'one-build',
  setup({onResolve}) {
    onResolve({filter: /^@grafana\/(data|ui)$/}, ({path: name}) => ({
      path: path.join(HERE, 'node_modules', name, 'dist/cjs/index.cjs'),
    }));
  },
};

/** The page's script and style. */
export async function bundle() {
  const {outputFiles} = await build({
    entryPoints: [path.join(HERE, 'src/main.jsx')],
    bundle: true,
    write: false,
    outdir: 'out',
    format: 'iife',
    jsx: 'automatic',
    plugins: [oneBuild],
    define: {'process.env.NODE_ENV': '"production"', global: 'globalThis'},
    loader: {'.ttf': 'dataurl', '.svg': 'dataurl', '.woff': 'dataurl', '.woff2': 'dataurl'},
    logLevel: 'error',
  });
  const text = (end) => outputFiles.find((file) => file.path.endsWith(end)).text;
  return {script: text('.js'), style: text('.css')};
}

const PAGE = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Joulebook</title>
<link rel="icon" href="data:,"><link rel="stylesheet" href="/style.css"></head>
<body style="margin:0"><div id="root"></div><script src="/script.js"></script></body></html>`;

/** Serves it; the address, and how to stop. */
export async function serve({script, style}, boards, prometheus) {
  const server = createServer((request, response) => {
    answer(request.url, {script, style}, boards, prometheus).then(
      ([status, type, body]) => response.writeHead(status, {'content-type': type}).end(body),
      (error) => response.writeHead(500).end(String(error)),
    );
  });
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  return {
    address: `http://127.0.0.1:${server.address().port}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function answer(url, {script, style}, boards, prometheus) {
  const {pathname, search} = new URL(url, 'http://127.0.0.1');
  if (pathname === '/') return [200, 'text/html', PAGE];
  if (pathname === '/script.js') return [200, 'text/javascript', script];
  if (pathname === '/style.css') return [200, 'text/css', style];
  if (pathname.startsWith('/boards/')) return [200, 'application/json', boards[pathname.slice(8)]];
  if (pathname.startsWith('/api/v1/')) return ask(prometheus + pathname + search);
  const font = /Inter-(Regular|Medium)\.woff2$/.exec(pathname);
  if (font) return [200, 'font/woff2', await readFile(path.join(FONTS, `inter-latin-${WEIGHTS[font[1]]}-normal.woff2`))];
  if (pathname.startsWith('/public/')) return icon(pathname.replace(/^.public.(build.)?/, ''));
  return [404, 'text/plain', 'no such page'];
}

// A question that Prometheus refuses is an answer too: the page reports its words.
async function ask(url) {
  const answered = await fetch(url);
  return [200, 'application/json', await answered.text()];
}

async function icon(name) {
  const file = path.normalize(path.join(ICONS, name));
  if (!file.startsWith(ICONS) || !file.endsWith('.svg')) {
    return [404, 'text/plain', 'no such icon'];
  }
  return [200, 'image/svg+xml', await readFile(file)];
}

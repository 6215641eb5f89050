// Answers at 169.254.170.2, where programs in tasks ask for the credentials of their role, for every
// runtime of this machine: the path names the port of the one to ask (src/server/metadata/credentials.ts).
// Runs in a container on the machine's own network.
//   node relay.cjs HOST     HOST: this machine, as reached from there
'use strict';
const http = require('node:http');

const [host] = process.argv.slice(-1);
const PATH = /^\/v2\/credentials\/(\d{1,5})-[0-9a-f]{32}-[0-9a-f]{32}$/;
const PATIENCE = 10_000;

const refuse = (response, status, code, message) => {
  if (response.headersSent) return response.destroy();
  response.writeHead(status, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify({ code, message, HTTPErrorCode: status }));
};

const server = http.createServer((request, response) => {
  const port = Number(PATH.exec(request.url)?.[1]);
  if (request.method !== 'GET' || !(port > 0 && port < 65_536))
    return refuse(
      response,
      400,
      'InvalidIdInRequest',
      'Nothing here. Ask 169.254.170.2$AWS_CONTAINER_CREDENTIALS_RELATIVE_URI.',
    );
  const headers = { host: `127.0.0.1:${port}` };
  const asked = http.request(
    { host, port, path: request.url, headers, timeout: PATIENCE },
    (answer) => {
      response.writeHead(answer.statusCode, answer.headers);
      answer.pipe(response);
    },
  );
  asked.on('timeout', () => asked.destroy());
  asked.on('error', () =>
    refuse(response, 503, 'CredentialsUninitialized', 'The runtime of this task does not answer.'),
  );
  asked.end();
});
server.listen(80, '169.254.170.2', () => console.log('It listens.'));

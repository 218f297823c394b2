'use strict';
// Passes each request on to TARGET, and its answer back. What is traced, how spans are named and how
// the context travels is left to OpenTelemetry's packages; SPANS is where spans go, over OTLP.
const { registerInstrumentations } = require('@opentelemetry/instrumentation');
const { HttpInstrumentation } = require('@opentelemetry/instrumentation-http');
const { OTLPTraceExporter } = require('@opentelemetry/exporter-trace-otlp-proto');
const { resourceFromAttributes } = require('@opentelemetry/resources');
const { NodeTracerProvider, SimpleSpanProcessor } = require('@opentelemetry/sdk-trace-node');

new NodeTracerProvider({
  resource: resourceFromAttributes({ 'service.name': 'node' }),
  spanProcessors: [new SimpleSpanProcessor(new OTLPTraceExporter({ url: process.env.SPANS }))],
}).register();
registerInstrumentations({ instrumentations: [new HttpInstrumentation()] });

const http = require('http');
const target = new URL(process.env.TARGET);
// Headers of the caller that say how it is connected, or that the packages are to set themselves.
const OWN = ['host', 'connection', 'traceparent', 'tracestate', 'baggage'];

const server = http.createServer((request, response) => {
  const headers = { ...request.headers };
  OWN.forEach((name) => delete headers[name]);
  const onward = http.request(
    { host: target.hostname, port: target.port, path: request.url, method: request.method, headers },
    (answer) => {
      response.writeHead(answer.statusCode, answer.headers);
      answer.pipe(response);
    });
  onward.on('error', () => response.writeHead(502).end());
  request.pipe(onward);
});
server.listen(0, '127.0.0.1', () => console.log(`Ready at ${server.address().port}`));

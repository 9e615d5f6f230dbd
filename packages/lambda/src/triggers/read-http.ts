import { key } from '@thermocline/wire'
import { at } from './json.ts'
import { within } from './names.ts'
import type { Facts } from './trigger.ts'

/** An HTTP request, in any of the formats that API Gateway, load balancers, VPC Lattice and CloudFront have for it. */
export function request(event: unknown): Facts {
  return {
    [key.HTTP_REQUEST_METHOD]: method(
      at(event, 'requestContext', 'http', 'method') ??
        at(event, 'httpMethod') ??
        at(event, 'method') ??
        at(event, 'Records', '0', 'cf', 'request', 'method'),
    ),
    // "GET /items/{id}" or "/items/{id}"; "$default", which is no route, where none fits: function URLs always do.
    [key.HTTP_ROUTE]: within(at(event, 'routeKey') ?? at(event, 'resource'), /^(?:\w+ )?(\/.*)/),
  }
}

const METHODS = /^(?:GET|HEAD|POST|PUT|DELETE|CONNECT|OPTIONS|TRACE|PATCH)$/

// The caller writes the method, so an unknown one is user data: OpenTelemetry's word is _OTHER.
function method(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined
  return METHODS.test(value) ? value : '_OTHER'
}

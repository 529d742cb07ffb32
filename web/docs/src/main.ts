// Swagger UI over the document that lies beside it. A session made here by POST /api/v1/sessions, or in
// the console, is a cookie; its writes say the token of the last answer that named one.
import SwaggerUI from 'swagger-ui-dist/swagger-ui-es-bundle.js';
import 'swagger-ui-dist/swagger-ui.css';
import './style.css';

let csrf = '';

SwaggerUI({
  url: '/openapi.json',
  dom_id: '#api',
  deepLinking: true,
  docExpansion: 'none',
  filter: true,
  validatorUrl: null,
  requestInterceptor(request) {
    if (csrf && request.method && request.method !== 'GET') request.headers['X-CSRF-Token'] = csrf;
    return request;
  },
  responseInterceptor(response) {
    const said = (response.body as { csrf?: unknown } | undefined)?.csrf;
    if (typeof said === 'string') csrf = said;
    return response;
  },
});

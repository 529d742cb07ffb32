// What is used of swagger-ui-dist, which brings no types.
declare module 'swagger-ui-dist/swagger-ui-es-bundle.js' {
  type Request = { method?: string; headers: Record<string, string> };
  type Response = { body?: unknown };
  export default function SwaggerUI(options: {
    url: string;
    dom_id: string;
    deepLinking: boolean;
    docExpansion: 'none';
    filter: boolean;
    validatorUrl: null;
    requestInterceptor(request: Request): Request;
    responseInterceptor(response: Response): Response;
  }): void;
}

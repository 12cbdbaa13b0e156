SwaggerUIBundle({
  url: '/openapi.yaml',
  dom_id: '#api',
  docExpansion: 'none',
  deepLinking: true,
  persistAuthorization: true,
  displayRequestDuration: true,
  filter: true,
  tryItOutEnabled: true,
  validatorUrl: null,
  presets: [SwaggerUIBundle.presets.apis],
});

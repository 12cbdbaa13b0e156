Redoc.init('/openapi.yaml', { scrollYOffset: 0, hideDownloadButton: false }, document.getElementById('api'));

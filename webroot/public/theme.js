// Runs before the first paint, so that a dark page never flashes white. A file of its own because
// the Content-Security-Policy allows no inline script.
(function () {
  var choice = null;
  try {
    choice = localStorage.getItem('clinibus.theme');
  } catch {
    // Storage can be forbidden; the system's theme is used then.
  }
  var dark = choice === 'dark' || (choice !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.setAttribute('data-bs-theme', dark ? 'dark' : 'light');

  // The files of the pages that visitors open are on their way while those of every page are.
  var files = document.currentScript.dataset.visitor;
  if (files && /^\/(book)?$/.test(location.pathname)) {
    files.split(' ').forEach(function (file) {
      var link = document.createElement('link');
      var style = /\.css$/.test(file);
      link.rel = style ? 'preload' : 'modulepreload';
      link.as = style ? 'style' : 'script';
      link.crossOrigin = '';
      link.href = file;
      document.head.append(link);
    });
  }
})();

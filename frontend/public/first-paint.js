// Runs before the first paint so that a page never flashes in the wrong theme or density. A file of its own because the
// content security policy allows no inline script.
(function () {
  var root = document.documentElement;
  var preferences = {};
  try {
    preferences = JSON.parse(localStorage.getItem('millrace.preferences') || '{}') || {};
  } catch (error) {
    preferences = {};
  }
  var theme = preferences.theme === 'light' || preferences.theme === 'dark' ? preferences.theme : null;
  var isDark = theme ? theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
  root.setAttribute('data-mantine-color-scheme', isDark ? 'dark' : 'light');
  root.setAttribute('data-density', preferences.density === 'compact' ? 'compact' : 'comfortable');
})();

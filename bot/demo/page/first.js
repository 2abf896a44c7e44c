// Runs before anything is painted, so that nobody sees the wrong theme flash by.

document.documentElement.dataset.theme = localStorage.getItem("theme") ?? "auto";
document.documentElement.lang = localStorage.getItem("language") ?? "en";

// Says on the page that a passkey was not used, where the browser would only write it into its console.
"use strict";

document.addEventListener("allauth.error", (event) => {
  const place = document.getElementById("passkey-problem");
  if (!place) return;
  event.preventDefault();
  place.hidden = false;
});

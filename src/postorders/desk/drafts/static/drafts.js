// Says at once that a file is too large, before all that was typed is sent with it for nothing.
"use strict";

document.addEventListener("change", (event) => {
  const box = event.target;
  if (!box.matches("input[type=file][data-most]")) return;
  const large = [...box.files].some((file) => file.size > Number(box.dataset.most));
  box.setCustomValidity(large ? box.dataset.large : "");
  box.reportValidity();
});

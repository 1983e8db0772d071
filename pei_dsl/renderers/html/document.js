(() => {
  const box = document.getElementById("find"), told = document.getElementById("found");
  const plain = text => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  const sections = [...document.querySelectorAll("main section")].reverse();
  const own = new Map(sections.map(each => [each, plain([...each.children].filter(part => part.tagName !== "SECTION").map(part => part.textContent).join(" "))]));
  addEventListener("beforeprint", () => document.querySelectorAll("details").forEach(each => { each.open = true; }));
  box.addEventListener("input", () => {
    const words = plain(box.value).split(/\s+/).filter(Boolean);
    let count = 0;
    for (const each of sections) {
      const here = words.every(word => own.get(each).includes(word));
      if (words.length && here) count += 1;
      for (const folded of each.querySelectorAll(":scope > details")) folded.open = words.length > 0 && here;
      each.hidden = words.length > 0 && !here && !each.querySelector("section:not([hidden])");
    }
    told.textContent = words.length ? told.dataset.found.replace("{count}", count) : "";
  });
})();

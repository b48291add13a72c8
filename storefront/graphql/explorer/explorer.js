"use strict";

const byId = (id) => document.getElementById(id);

byId("question").addEventListener("submit", async (event) => {
  event.preventDefault();
  const answer = byId("answer");
  try {
    const response = await fetch("/graphql/", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      credentials: "omit",
      body: JSON.stringify({
        query: byId("query").value,
        variables: JSON.parse(byId("variables").value || "{}"),
      }),
    });
    answer.textContent = JSON.stringify(await response.json(), null, 2);
  } catch (error) {
    answer.textContent = String(error);
  }
});

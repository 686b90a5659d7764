// What is tried here is a real request to this very program: on a real store a POST really sells.
window.addEventListener("load", () => {
  SwaggerUIBundle({
    url: "/openapi.json",
    dom_id: "#swagger-ui",
    deepLinking: true,
    validatorUrl: null,
    supportedSubmitMethods: ["get", "post"],
    presets: [SwaggerUIBundle.presets.apis],
    layout: "BaseLayout",
  });
});

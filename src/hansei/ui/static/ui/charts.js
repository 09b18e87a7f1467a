/* Draws every element with data-chart from the JSON it names: an ECharts option, in our theme. Loaded only by pages with a chart.
   Pages: <div class="h-chart" data-chart="id-of-json" role="img" aria-label="the finding"></div>, with the table beside it. */
"use strict";
(() => {
  const charts = new Map();
  const language = document.documentElement.lang || "en";
  const figures = new Intl.NumberFormat(language.startsWith("ru") ? "ru" : "en", { maximumFractionDigits: 2 });
  const written = (value) => (typeof value === "number" ? figures.format(value).replace(/[,\u00a0](?=\d{3})/g, "\u202f").replace("-", "\u2212") : value);

  /* Tokens are light-dark() pairs: a probe lets the browser say which one holds now. */
  const token = (() => {
    const probe = document.createElement("span");
    probe.hidden = true;
    return (name) => {
      if (!probe.isConnected) document.body.append(probe);
      probe.style.color = `var(${name})`;
      return getComputedStyle(probe).color;
    };
  })();

  const symbols = ["circle", "rect", "triangle", "diamond", "path://M0 0 10 0 5 9Z", "path://M3 0H7V3H10V7H7V10H3V7H0V3H3Z", "path://M5 0 10 4 8 10 2 10 0 4Z", "emptyCircle"];

  const theme = () => {
    const ink = token("--h-n8");
    const quiet = token("--h-n6");
    const axis = {
      axisLine: { lineStyle: { color: token("--h-n5") } },
      axisTick: { show: false },
      axisLabel: { color: quiet, fontSize: 11 },
      splitLine: { lineStyle: { color: token("--h-n3") } },
      nameTextStyle: { color: quiet, fontSize: 11 },
    };
    const series = { symbolSize: 6, lineStyle: { width: 1.6 }, emphasis: { disabled: true } };
    return {
      color: [ink, ...[1, 2, 3, 4, 5, 6, 7, 8].map((at) => token(`--h-c${at}`))],
      backgroundColor: "transparent",
      animationDuration: 0,
      animationDurationUpdate: 120,
      textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: ink, fontSize: 12 },
      title: { textStyle: { color: ink, fontSize: 14, fontWeight: 600 } },
      legend: { textStyle: { color: token("--h-n7"), fontSize: 12 }, itemWidth: 14, itemHeight: 8 },
      grid: { left: 8, right: 16, top: 28, bottom: 8, containLabel: true },
      categoryAxis: { ...axis, splitLine: { show: false } },
      valueAxis: { ...axis, axisLine: { show: false } },
      timeAxis: { ...axis, splitLine: { show: false } },
      logAxis: axis,
      line: series,
      bar: { itemStyle: { color: token("--h-ramp4") } },
      scatter: series,
      visualMap: { inRange: { color: [1, 2, 3, 4, 5].map((at) => token(`--h-ramp${at}`)) }, textStyle: { color: quiet } },
    };
  };

  const completed = (option) => {
    const axes = (some) => [].concat(some || []).forEach((axis) => {
      if (axis.type !== "category" && axis.type !== "time" && axis.axisLabel?.formatter === undefined) axis.axisLabel = { ...axis.axisLabel, formatter: written };
    });
    axes(option.xAxis);
    axes(option.yAxis);
    [].concat(option.series || []).forEach((series, at) => {
      if ((series.type === "line" || series.type === "scatter") && !series.symbol) series.symbol = symbols[at % symbols.length];
    });
    return {
      aria: { enabled: true },
      ...option,
      legend: option.legend && { top: 0, right: 0, ...option.legend },
      /* The page's policy forbids style attributes, so a tooltip is drawn, never written as HTML. */
      tooltip: { valueFormatter: written, ...option.tooltip, renderMode: "richText", confine: true, backgroundColor: token("--h-raised"), borderColor: token("--h-n4"), textStyle: { color: token("--h-n8"), fontSize: 12 } },
    };
  };

  const render = (box) => {
    charts.get(box)?.dispose();
    const option = JSON.parse(document.getElementById(box.dataset.chart).textContent);
    const chart = echarts.init(box, theme(), { renderer: "canvas" });
    chart.setOption(completed(option));
    charts.set(box, chart);
    box.dispatchEvent(new CustomEvent("chart:drawn", { bubbles: true, detail: chart }));
  };

  const start = (root) => {
    for (const box of charts.keys()) if (!box.isConnected) { charts.get(box).dispose(); charts.delete(box); }
    root.querySelectorAll?.("[data-chart]").forEach((box) => {
      if (charts.has(box)) return;
      render(box);
      new ResizeObserver(() => charts.get(box)?.resize()).observe(box);
    });
  };
  const again = () => [...charts.keys()].forEach(render);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", again);
  matchMedia("(prefers-contrast: more)").addEventListener("change", again);
  document.addEventListener("htmx:load", (event) => start(event.detail.elt));
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("[data-chart-png]") : null;
    const chart = button && charts.get(document.getElementById(button.dataset.chartPng));
    if (!chart) return;
    const link = document.createElement("a");
    link.href = chart.getDataURL({ type: "png", pixelRatio: 2, backgroundColor: token("--h-surface") });
    link.download = `${button.dataset.name || "chart"}.png`;
    link.click();
  });
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", () => start(document)); else start(document);
})();

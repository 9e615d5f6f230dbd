/**
 * The whole style of the HTML report. Starts and severities have the dashboard's colours, so that whoever reads both
 * learns them once.
 */
export const STYLE = `
:root{color-scheme:light dark;--paper:#fcfbf8;--raised:#fff;--ink:#1b242b;--soft:#5d6a73;--line:#e2dfd7;--rest:#ebe8e0;
--cold:#007a9b;--proactive:#5a63d8;--provisioned:#1c8a5f;--restored:#2b6fd6;--reinit:#8a3fc9;--warm:#c47a32;
--info:#596c78;--low:#3d6f85;--medium:#8a5a00;--high:#b8420b;--critical:#c31d45}
@media(prefers-color-scheme:dark){:root{--paper:#10161b;--raised:#161e24;--ink:#e4e9ec;--soft:#97a5ae;--line:#27323a;--rest:#222c33;
--cold:#35c6e6;--proactive:#8b95ff;--provisioned:#45cf9b;--restored:#5a9dff;--reinit:#c18bff;--warm:#c98a52;
--info:#8699a5;--low:#8fb8c9;--medium:#e8b44c;--high:#ff9164;--critical:#ff6480}}
*{box-sizing:border-box}
html{font:15px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",sans-serif;background:var(--paper);color:var(--ink);-webkit-text-size-adjust:100%}
body{max-width:64rem;margin:0 auto;padding:3rem 1.5rem 4rem;font-variant-numeric:tabular-nums}
header{margin-bottom:2.5rem}
.mark{display:flex;align-items:center;gap:.5rem;margin:0 0 1.5rem;font-weight:600;letter-spacing:.01em}
h1{font-size:2rem;line-height:1.2;letter-spacing:-.02em;font-weight:650;margin:0 0 .75rem;text-wrap:balance}
h2{font-size:1.25rem;line-height:1.3;letter-spacing:-.01em;margin:0 0 .25rem;overflow-wrap:anywhere}
h3{font-size:.8rem;font-weight:600;color:var(--soft);margin:1.75rem 0 .6rem}
p{margin:0}
.range{font-size:1.05rem}
.coverage,.place,.none,.soft,.about,footer{color:var(--soft)}
code{font:.9em ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;overflow-wrap:anywhere}
a{color:inherit;text-decoration-color:var(--soft);text-underline-offset:.2em}
a:hover{text-decoration-color:currentColor}
:focus-visible{outline:2px solid var(--cold);outline-offset:3px;border-radius:3px}
.skip{position:absolute;left:-99rem}.skip:focus{left:1rem;top:1rem}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(11rem,1fr));gap:1px;margin:0 0 3rem;background:var(--line);border:1px solid var(--line);border-radius:10px;overflow:hidden}
.tiles div{background:var(--raised);padding:1.1rem 1.25rem}
.tiles dt{font-size:.8rem;font-weight:600;color:var(--soft)}
.tiles dd{margin:0}
.figure{font-size:1.75rem;line-height:1.35;letter-spacing:-.02em;font-weight:600}
.about{font-size:.85rem}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;margin-top:.5rem}
th,td{padding:.5rem .75rem .5rem 0;text-align:left;vertical-align:baseline;border-bottom:1px solid var(--line)}
th:last-child,td:last-child{padding-right:0}
thead th{font-size:.8rem;font-weight:600;color:var(--soft);white-space:nowrap}
tbody th{font-weight:500;overflow-wrap:anywhere;min-width:8rem}
tbody tr:last-child>*{border-bottom:0}
.n{text-align:right;white-space:nowrap}
.bar{width:1%;white-space:nowrap}
.time{white-space:nowrap}
.function{margin-top:3rem;padding-top:2rem;border-top:1px solid var(--line)}
.stack{display:block;width:100%;height:18px;border-radius:5px;background:var(--rest)}
.legend{display:flex;flex-wrap:wrap;gap:.25rem 1.5rem;list-style:none;margin:.75rem 0 0;padding:0}
.columns{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,19rem),1fr));gap:0 3rem}
.ranked th,.ranked td{padding-top:.3rem;padding-bottom:.3rem;border:0}
.hidden th{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.facts{margin:0}
.facts div{display:flex;justify-content:space-between;gap:1rem;padding:.3rem 0}
.facts dt{color:var(--soft)}.facts dd{margin:0}
.figures{margin-top:1.5rem}.figures table{margin-top:0}
.finding{border:1px solid var(--line);border-radius:8px;padding:.6rem .9rem;margin-top:.6rem}
.finding summary{cursor:pointer}.finding ul{margin:.6rem 0;padding-left:1.2rem}.finding p{margin-top:.4rem}
.finding pre{overflow-x:auto;margin:.6rem 0 0;padding:.8rem 1rem;background:var(--rest);border-radius:6px}
.badge{display:inline-block;padding:0 .5em;border:1px solid currentColor;border-radius:99px;font-size:.8rem;font-weight:600}
.s-info{color:var(--info)}.s-low{color:var(--low)}.s-medium{color:var(--medium)}.s-high{color:var(--high)}.s-critical{color:var(--critical)}
.f-rest{fill:var(--rest)}.f-cold{fill:var(--cold)}.f-proactive{fill:var(--proactive)}.f-provisioned{fill:var(--provisioned)}
.f-restored{fill:var(--restored)}.f-reinit{fill:var(--reinit)}.f-warm{fill:var(--warm)}
.empty{padding:2.5rem;border:1px dashed var(--line);border-radius:10px;background:var(--raised)}
.empty p{margin-top:.5rem;max-width:38rem;color:var(--soft)}
footer{margin-top:4rem;padding-top:1.5rem;border-top:1px solid var(--line);font-size:.85rem}
footer h2{font-size:.8rem}
footer dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1.25rem;margin:.75rem 0 1.25rem}
footer dt{color:var(--ink)}footer dd{margin:0}
@media(max-width:32rem){body{padding:2rem 1rem}th,td{padding-right:.5rem}tbody th{min-width:6rem}h1{font-size:1.6rem}footer dl{grid-template-columns:1fr}footer dd{margin-bottom:.5rem}}
@media print{html{background:#fff;color:#000}body{max-width:none;padding:0}.function{break-inside:avoid-page}.skip{display:none}}
`

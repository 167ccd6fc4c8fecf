/// The page's look: light, dark as the reader's system has it, narrow, and on paper.
enum PageStyle {
    static let text = light + dark + layout + tables + drawing + narrow + paper

    /// Colours 0 to 6: Okabe and Ito's, yellow darkened; q0 to q7 from light to dark blue; u and v above and below 0.
    private static let light = """
        :root{color-scheme:light dark;--bg:#fff;--card:#f6f7f9;--text:#1b1f24;--soft:#57606a;--grid:#e3e6ea;--axis:#8a939d;--base:#c3c9d0;
        --c0:#0072b2;--c1:#e69f00;--c2:#009e73;--c3:#d55e00;--c4:#cc79a7;--c5:#56b4e9;--c6:#a89500;
        --k1:#8a5f00;--k2:#00775a;--k3:#b04e00;--k4:#a0487a;--k5:#1c72a5;--k6:#6f6200;
        --q0:#a3c6e4;--q1:#8cb8dc;--q2:#74a9d3;--q3:#5a98c8;--q4:#4587bb;--q5:#2a70a7;--q6:#14588f;--q7:#083f73;
        --good:#e5f4ec;--goodline:#1a7f4e;--caution:#fff4d6;--cautionline:#9a6700;--bad:#fde8e6;--badline:#b3261e;
        --u1:#edf4fa;--u2:#d5e6f3;--u3:#b3d2ea;--u4:#86b8dc;--u5:#5a9dcc;--v1:#fdf1e7;--v2:#fadfc8;--v3:#f6c69c;--v4:#efa768;--v5:#e58840;--heat:#10151a}

        """
    private static let dark = """
        @media screen and (prefers-color-scheme:dark){:root{--bg:#14171b;--card:#1d2127;--text:#e8eaed;--soft:#a2abb5;--grid:#2b3138;--axis:#6d7681;
        --base:#59626d;--c0:#56a8e0;--c1:#f0b037;--c2:#2cc496;--c3:#f28444;--c4:#e09ac4;--c5:#93d3f7;--c6:#d6c84a;
        --k1:#f0b037;--k2:#2cc496;--k3:#f28444;--k4:#e09ac4;--k5:#93d3f7;--k6:#d6c84a;
        --q0:#274766;--q1:#2c587f;--q2:#336a99;--q3:#3e7db2;--q4:#5192c8;--q5:#6da9da;--q6:#92c2e9;--q7:#c0def6;
        --good:#12291e;--goodline:#4cc38a;--caution:#2e2509;--cautionline:#e2b33c;--bad:#35171a;--badline:#ff8078;
        --u1:#1a2a38;--u2:#1d3850;--u3:#22496b;--u4:#285c8a;--u5:#2f71ab;--v1:#33251a;--v2:#4a301a;--v3:#643d18;--v4:#814b15;--v5:#9f5a12;--heat:#f2f4f6}}

        """
    private static let layout = """
        *{box-sizing:border-box}html{-webkit-text-size-adjust:100%}
        body{margin:0;background:var(--bg);color:var(--text);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
        main{max-width:860px;margin:0 auto;padding:32px 40px 56px;overflow-wrap:break-word}
        h1{font-size:1.9rem;line-height:1.2;margin:0 0 .3em;letter-spacing:-.01em}h2{font-size:1.3rem;line-height:1.3;margin:2.2em 0 .5em}
        h3{font-size:1rem;margin:0 0 .15em}p{margin:.4em 0;max-width:68ch}.points{margin:.5em 0;padding-left:1.2em}.points li{margin:.25em 0}.sub{color:var(--soft);font-size:1.05rem;margin:0}
        .verdict{margin:24px 0 0;padding:16px 20px;border-radius:8px;border-left:6px solid}.verdict h2{margin:0;font-size:1.15rem}
        .verdict ul{margin:.7em 0 0;padding:0;list-style:none}.verdict li{margin:.6em 0 0;padding-left:14px;border-left:3px solid var(--goodline)}
        .verdict li.caution{border-color:var(--cautionline)}.verdict li.bad{border-color:var(--badline)}.advice{display:block;color:var(--soft)}
        .sign{display:inline-block;width:1.5em;height:1.5em;line-height:1.5em;margin-right:.55em;border-radius:50%;text-align:center;font-size:.85em;color:var(--bg)}
        .good{background:var(--good);border-color:var(--goodline)}.good .sign{background:var(--goodline)}
        .caution{background:var(--caution);border-color:var(--cautionline)}.caution .sign{background:var(--cautionline)}
        .bad{background:var(--bad);border-color:var(--badline)}.bad .sign{background:var(--badline)}.verdict li{background:none}
        .figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(165px,1fr));gap:12px;margin:20px 0 0}
        .figures div{background:var(--card);border-radius:8px;padding:12px 16px}.figures dt{color:var(--soft);font-size:.85rem;line-height:1.3}
        .figures dd{margin:2px 0 0}.figures b{display:block;font-size:1.3rem;line-height:1.3;font-weight:650}
        .figures span{color:var(--soft);font-size:.82rem}
        figure{margin:1.6em 0 0}figcaption p{color:var(--soft);font-size:.92rem;margin:0 0 .5em}
        .legend{display:flex;flex-wrap:wrap;gap:2px 16px;list-style:none;margin:.3em 0 .5em;padding:0;font-size:.83rem;color:var(--soft)}
        .legend li{display:flex;align-items:center;gap:6px}.legend svg{flex:none}.legend .direct{display:none}
        details{margin:.4em 0 0;font-size:.88rem}summary{color:var(--soft);cursor:pointer;width:max-content}
        details .scroll{max-height:420px;overflow:auto}
        footer{margin-top:3em;padding-top:1em;border-top:1px solid var(--grid);color:var(--soft);font-size:.82rem}

        """
    private static let tables = """
        .scroll{overflow-x:auto;margin:.8em 0 0}table{border-collapse:collapse;font-size:.9rem;font-variant-numeric:tabular-nums;min-width:50%}
        caption{text-align:left;font-weight:650;padding:0 0 .3em}th,td{text-align:left;padding:5px 12px;border-bottom:1px solid var(--grid);vertical-align:top}
        th{font-weight:600;color:var(--soft)}td:first-child,th:first-child{padding-left:0}.n{text-align:right;white-space:nowrap}
        .heat td,.heat thead th{padding:6px 9px}.heat th:first-child{padding-left:0;min-width:7em;position:sticky;left:0;background:var(--bg)}.heat th[scope=row]{color:var(--text);padding-right:12px}.heat td{color:var(--text)}.heat .sum:last-child{position:sticky;right:0;background:var(--bg)}.heat .sum,.heat .sum td,.heat .sum th{font-weight:650}
        .u1{background:var(--u1)}.u2{background:var(--u2)}.u3{background:var(--u3)}.u4{background:var(--u4)}.u5{background:var(--u5)}
        .v1{background:var(--v1)}.v2{background:var(--v2)}.v3{background:var(--v3)}.v4{background:var(--v4)}.v5{background:var(--v5)}
        .heat td[class*=" u"],.heat td[class*=" v"]{color:var(--heat)}

        """
    /// t, b, n: texts; g, a, m: grid, axis, mark; l, z: lines; d, o: dashed, dotted; w: a band; y: a layer; p: a point; s, f, c: stroke, fill, text colour.
    private static let drawing = """
        .plot{display:block;width:100%;height:auto;font-size:12px;overflow:visible}.narrow{display:none}
        .plot text{fill:var(--soft);font-variant-numeric:tabular-nums}.plot .b{fill:var(--text);font-weight:600}.plot .n{fill:var(--soft);font-weight:500}
        .g{stroke:var(--grid)}.a{stroke:var(--axis)}.m{stroke:var(--text);stroke-dasharray:4 3}
        .l{fill:none;stroke-width:2;stroke-linejoin:round;stroke-linecap:round}.z{stroke-width:1;opacity:.7}.d{stroke-dasharray:6 4}.o{stroke-dasharray:1.5 4}
        .w{opacity:.2}.y{stroke:var(--bg);stroke-width:.8}.p{stroke:var(--bg);stroke-width:1.5}.st{stroke:var(--text)}.ft{fill:var(--text)}.fx{fill:var(--base)}

        """ + colours

    private static let colours =
        (0..<Palette.count).map { ".s\($0){stroke:var(--c\($0))}.f\($0){fill:var(--c\($0))}.plot .c\($0){fill:var(--\($0 == 0 ? "c0" : "k\($0)"))}" }
        .joined() + (0..<Palette.steps).map { ".sq\($0){stroke:var(--q\($0))}" }.joined() + "\n"

    private static let narrow = """
        @media screen and (max-width:640px){main{padding:20px 16px 40px}h1{font-size:1.5rem}.wide{display:none}.narrow{display:block}
        .legend .direct{display:flex}.figures{grid-template-columns:1fr 1fr}.figures b{font-size:1.25rem}.verdict{padding:14px 16px}}

        """
    private static let paper = """
        @media print{main{max-width:none;padding:0}body{font-size:11pt}details{display:none}.wide{width:82%}figure,.verdict,.figures,p,.points,tr{break-inside:avoid}
        h2,h3,section>p,.points,figcaption,.legend,caption,thead{break-after:avoid}footer{break-before:avoid}h2{margin-top:1.6em}
        *{-webkit-print-color-adjust:exact;print-color-adjust:exact}.scroll{overflow:visible}@page{margin:16mm}}

        """
}

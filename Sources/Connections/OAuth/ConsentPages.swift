import Core
import Web

/// What a person sees who comes back from a platform.
enum ConsentPages {
    static func connected(_ outcome: Consent.Outcome) -> HTMLPage {
        let next =
            outcome.accounts.isEmpty
            ? "It reads its first data now."
            : "The platform named \(outcome.accounts.count) accounts. Choose which of them it reads."
        return page(
            "Connected", "\(escaped(outcome.name)) is connected. \(next)", status: 200,
            code: outcome.accounts.isEmpty ? "connected" : "choose_account",
            link: "/app/connections/\(outcome.connection)\(outcome.accounts.isEmpty ? "" : "/accounts")",
            label: outcome.accounts.isEmpty ? "To the connection" : "Choose the accounts")
    }

    static func failed(_ fault: ConsentFault) -> HTMLPage {
        page("Not connected", escaped(fault.sentence), status: fault.status, code: fault.code, link: "/app/connections", label: "To the connections")
    }

    private static func page(_ title: String, _ text: String, status: Int, code: String, link: String, label: String) -> HTMLPage {
        HTMLPage(
            """
            <!doctype html>
            <html lang="en">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>\(title)</title></head>
            <body data-outcome="\(code)">
            <h1>\(title)</h1>
            <p>\(text)</p>
            <p><a href="\(link)">\(label)</a></p>
            </body>
            </html>
            """, status: status)
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;").replacing("\"", with: "&quot;")
    }
}

import Core
import Web

/// The choice between the accounts that a consent named.
struct AccountPages: Sendable {
    let desk: ConsoleDesk
    let store: ConsoleStore
    let consent: ConsoleConsent

    /// Takes the place of an account's name for all of them.
    private static let all = "*"

    var endpoints: [Endpoint] { [show, choose] }

    private var show: Endpoint {
        Endpoint(
            .get, "/app/connections/{id}/accounts", permission: .public, summary: "The page to choose a connection's accounts.", tag: "Console",
            path: Self.path, output: .html, options: ConsoleDesk.options
        ) { [desk] call in
            try await desk.show(call, ConnectPages.mayWrite, comeBack: "/app/connections/\(call.path)/accounts") { principal in
                try await page(call.path, principal)
            }
        }
    }

    private var choose: Endpoint {
        Endpoint(
            .post, "/app/connections/{id}/accounts", permission: .public, summary: "Choose a connection's accounts on its page.", tag: "Console",
            path: Self.path,
            body: .form(.fields(parameter("form_token", .optional(.string(max: 500))), parameter("account", .optional(.string(max: 100))))),
            output: .html, options: ConsoleDesk.options
        ) { [desk, consent] call in
            try await desk.show(call, ConnectPages.mayWrite, comeBack: "/app/connections/\(call.path)/accounts") { principal in
                let (token, account) = call.body
                guard desk.forms.accepts(token, from: ConsoleDesk.visitor(principal)) else {
                    call.audit("connections.choose", resource: "connection", id: call.path, outcome: .denied)
                    return desk.staleForm(principal)
                }
                guard let id = ConnectionID(call.path) else { throw Problem.notFound }
                guard let account else { return try await page(call.path, principal, refusal: desk.texts.say("accounts_none"), status: 422) }
                let accounts = account == Self.all ? try await consent.offered(principal.tenant, id) : [account]
                try await consent.choose(principal.tenant, id, accounts)
                call.audit(
                    "connections.choose", resource: "connection", id: call.path, changes: ["accounts": .array(accounts.map { .string($0) })])
                return .redirect(to: "/app/connections/\(id)")
            }
        }
    }

    private static let path = Parameters<String>.fields(parameter("id", .string(min: 1, max: 64)))

    private func page(_ text: String, _ principal: Principal, refusal: String? = nil, status: Int = 200) async throws -> HTMLPage {
        guard let id = ConnectionID(text), let found = try await store.connection(id, principal.tenant) else { throw Problem.notFound }
        let offered = try await consent.offered(principal.tenant, id)
        let frame = desk.frame("accounts_title", principal, tenantName: found.tenantName)
        let view = AccountsView(
            text: desk.texts.all, frame: frame, formToken: frame.formToken ?? "", refusal: refusal, id: id.description, name: found.connection.name,
            isEmpty: offered.isEmpty, accounts: offered)
        return HTMLPage(desk.pages.render(.accounts, view), status: status)
    }
}

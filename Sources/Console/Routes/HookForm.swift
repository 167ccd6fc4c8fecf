import Core
import Web

extension ConnectionPages {
    /// The form that makes a connection's hook. Its answer is the page itself and no redirect: the address is shown this one time.
    func makeHook(_ hooks: ConsoleHooks) -> Endpoint {
        Endpoint(
            .post, "/app/connections/{id}/hook", permission: .public, summary: "Make a connection's hook from its page.", tag: "Console",
            path: Self.path,
            body: .form(
                .fields(
                    parameter("form_token", .optional(.string(max: 500))), parameter("secret", .optional(.string(max: 1_000))))),
            output: .html, options: ConsoleDesk.options
        ) { [desk, store] call in
            try await desk.show(call, ConnectPages.mayWrite, comeBack: "/app/connections/\(call.path)") { principal in
                let (token, given) = call.body
                guard desk.forms.accepts(token, from: ConsoleDesk.visitor(principal)) else {
                    call.audit("connections.hook", resource: "connection", id: call.path, outcome: .denied)
                    return desk.staleForm(principal)
                }
                let id = try Self.id(call.path)
                guard try await store.connection(id, principal.tenant) != nil else { throw Problem.notFound }
                let secret = given.flatMap { $0.isEmpty ? nil : Secret($0) }
                if let secret, secret.reveal().utf8.count < 8 {
                    return try await page(call.path, principal, refusal: desk.texts.say("hook_secret_short"), status: 422)
                }
                let address = try await hooks.make(principal.tenant, id, secret)
                call.audit("connections.hook", resource: "connection", id: call.path)
                return try await page(call.path, principal, newAddress: address)
            }
        }
    }
}

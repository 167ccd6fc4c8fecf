import Core
import Web

/// Connecting platforms by consent: the page with the platforms, and the way to a platform's own screen.
struct ConnectPages: Sendable {
    let desk: ConsoleDesk
    let store: ConsoleStore
    let consent: ConsoleConsent

    var endpoints: [Endpoint] { [list, connect, reconnect] }

    static let mayWrite = Permission("connections:write")

    private var list: Endpoint {
        Endpoint(
            .get, "/app/connect", permission: .public, summary: "The page of platforms that can be connected.", tag: "Console", output: .html,
            options: ConsoleDesk.options
        ) { [desk] call in
            try await desk.show(call, Self.mayWrite, comeBack: "/app/connect") { principal in page(principal) }
        }
    }

    private var connect: Endpoint {
        Endpoint(
            .post, "/app/connect", permission: .public, summary: "Connect a platform from its page.", tag: "Console",
            body: .form(
                .fields(
                    parameter("form_token", .optional(.string(max: 500))), parameter("connector", .optional(.string(max: 64))),
                    parameter("name", .optional(.string(max: 200))), parameter("setting", .optional(.string(max: 1_000))))),
            output: .html, options: ConsoleDesk.options
        ) { [desk, consent] call in
            try await desk.show(call, Self.mayWrite, comeBack: "/app/connect") { principal in
                let (token, connector, name, setting) = call.body
                guard desk.forms.accepts(token, from: ConsoleDesk.visitor(principal)) else {
                    call.audit("connections.create", resource: "connection", outcome: .denied)
                    return desk.staleForm(principal)
                }
                guard let platform = connector.flatMap({ consent.platform($0) }), let name = name?.trimmed, !name.isEmpty else {
                    return page(principal, refusal: desk.texts.say("connect_incomplete"), status: 422)
                }
                do {
                    let id = try await consent.make(principal.tenant, principal.user, platform.connector, name, setting?.trimmed)
                    call.audit(
                        "connections.create", resource: "connection", id: id.description,
                        changes: ["connector": .string(platform.connector), "name": .string(name)])
                    return try await goOn(call, id, platform.name, principal)
                } catch let error as any DomainError where [409, 422].contains(error.problem.status) {
                    return page(principal, refusal: Self.sentence(error.problem), status: error.problem.status)
                }
            }
        }
    }

    private var reconnect: Endpoint {
        Endpoint(
            .post, "/app/connections/{id}/connect", permission: .public, summary: "Connect a connection again from its page.", tag: "Console",
            path: .fields(parameter("id", .string(min: 1, max: 64))),
            body: .form(.fields(parameter("form_token", .optional(.string(max: 500))))), output: .html, options: ConsoleDesk.options
        ) { [desk, store] call in
            try await desk.show(call, Self.mayWrite, comeBack: "/app/connections/\(call.path)") { principal in
                guard desk.forms.accepts(call.body, from: ConsoleDesk.visitor(principal)) else {
                    call.audit("connections.authorize", resource: "connection", id: call.path, outcome: .denied)
                    return desk.staleForm(principal)
                }
                guard let id = ConnectionID(call.path), let found = try await store.connection(id, principal.tenant) else { throw Problem.notFound }
                return try await goOn(call, id, consent.platform(found.connection.connector)?.name ?? found.connection.connector, principal)
            }
        }
    }

    /// The page that leads on to the platform. A page and no redirect, as browsers hold a form to its own site (`form-action`) wherever it is sent on to.
    private func goOn<P, B>(
        _ call: Call<Principal?, P, Void, B>, _ id: ConnectionID, _ platform: String, _ principal: Principal
    ) async throws -> HTMLPage {
        let begun = try await consent.begin(principal.tenant, id, principal.subject.description)
        let cookie = begun.cookie
        call.setCookie(cookie.name, cookie.value, path: cookie.path, lifetime: cookie.lifetime, isSecure: cookie.isSecure)
        call.audit("connections.authorize", resource: "connection", id: id.description)
        let view = GoOnView(
            text: desk.texts.all, frame: desk.frame("go_on_title", principal, goesTo: begun.url),
            sentence: desk.texts.say("go_on", ["platform": platform]), url: begun.url, label: desk.texts.say("go_on_link", ["platform": platform]))
        return HTMLPage(desk.pages.render(.goOn, view))
    }

    private func page(_ principal: Principal, refusal: String? = nil, status: Int = 200) -> HTMLPage {
        let frame = desk.frame("connect_title", principal)
        let platforms = consent.platforms.map { platform in
            PlatformView(
                connector: platform.connector, name: platform.name, settingTitle: platform.settingTitle, settingHint: platform.settingHint,
                label: desk.texts.say("connect_platform", ["platform": platform.name]))
        }
        let view = ConnectView(
            text: desk.texts.all, frame: frame, formToken: frame.formToken ?? "", refusal: refusal, isEmpty: platforms.isEmpty, platforms: platforms)
        return HTMLPage(desk.pages.render(.connect, view), status: status)
    }

    private static func sentence(_ problem: Problem) -> String { problem.faults.first?.detail ?? problem.detail ?? problem.title }
}

extension String {
    fileprivate var trimmed: String {
        String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
}

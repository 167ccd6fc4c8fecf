import Core
import Web

/// What all pages share: who may see them, what stands around them, and what their answers carry.
struct ConsoleDesk: Sendable {
    let pages: ConsolePages
    let forms: FormTokens
    let identity: ConsoleIdentity
    let isSecure: Bool
    let time: TimeSource

    var texts: ConsoleTexts { pages.texts }

    /// Stricter than what the server sends with every page: the console has no scripts at all. A browser holds to both.
    static let policy =
        "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

    /// Pages handle a missing session themselves, so that they can say so in a sentence and come back.
    static let options = EndpointOptions.page(signIn: nil).with { $0.isSensitive = true }

    func frame(_ title: String, _ principal: Principal?, tenantName: String? = nil, refreshes: Bool = false, goesTo: String? = nil) -> Frame {
        Frame(
            title: texts.say(title), language: texts.language, direction: texts.direction, style: pages.styleAddress, refreshes: refreshes,
            goesTo: goesTo, tenant: tenantName, formToken: principal.map { forms.make(for: Self.visitor($0)) })
    }

    /// Whom a signed-in person's forms belong to.
    static func visitor(_ principal: Principal) -> String { principal.session?.description ?? principal.subject.description }

    /// A page that says one thing.
    func message(_ status: Int, title: String, sentence: String, _ principal: Principal?) -> HTMLPage {
        let view = MessageView(text: texts.all, frame: frame(title, principal), sentence: sentence)
        return HTMLPage(pages.render(.message, view), status: status)
    }

    func forbidden(_ principal: Principal?) -> HTMLPage {
        message(403, title: "forbidden_title", sentence: texts.say("forbidden"), principal)
    }

    func staleForm(_ principal: Principal?) -> HTMLPage {
        message(403, title: "stale_form_title", sentence: texts.say("stale_form"), principal)
    }

    /// Runs a page for someone who is signed in and may see it; everyone else gets a page too.
    func show<P, Q, B>(
        _ call: Call<Principal?, P, Q, B>, _ permission: Permission, comeBack: String, _ body: (Principal) async throws -> HTMLPage
    ) async throws -> HTMLPage {
        call.setHeader("Content-Security-Policy", Self.policy)
        guard let principal = call.principal else { return signInFirst(call, comeBack) }
        guard principal.may(permission) else {
            call.audit("console.denied", resource: permission.text, outcome: .denied)
            return forbidden(principal)
        }
        do {
            try await renew(call)
            return try await body(principal)
        } catch let error as any DomainError where error.problem.status < 500 {
            let isAbsent = error.problem.status == 404
            return message(
                error.problem.status, title: isAbsent ? "absent_title" : "refused_title",
                sentence: isAbsent ? texts.say("absent") : error.problem.detail ?? error.problem.title, principal)
        }
    }

    private func signInFirst<P, Q, B>(_ call: Call<Principal?, P, Q, B>, _ comeBack: String) -> HTMLPage {
        let ended = call.cookie(Console.sessionCookie) == nil ? "" : "&said=ended"
        return .redirect(to: "/app/sign-in?next=\(SafePath(comeBack)?.text ?? "/app/connections")\(ended)")
    }

    private func renew<P, Q, B>(_ call: Call<Principal?, P, Q, B>) async throws {
        guard call.request.method.isSafe, let renew = identity.renew, let cookie = call.cookie(Console.sessionCookie) else { return }
        if let fresh = try await renew(Secret(cookie)) { call.setCookie(Console.sessionCookie, fresh, isSecure: isSecure) }
    }
}

/// What stands around every page.
struct Frame: Sendable {
    let title: String
    let language: String
    let direction: String
    let style: String
    /// Whether the browser loads the page again in a few seconds.
    let refreshes: Bool
    /// Where the browser goes in a moment by itself.
    let goesTo: String?
    let tenant: String?
    /// For the form that signs out; `nil` while nobody is signed in.
    let formToken: String?
}

struct MessageView: Sendable {
    let text: [String: String]
    let frame: Frame
    let sentence: String
}

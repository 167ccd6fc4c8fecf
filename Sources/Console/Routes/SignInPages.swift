import Core
import Web

/// Signing in and out of the console.
struct SignInPages: Sendable {
    let desk: ConsoleDesk

    var endpoints: [Endpoint] { [home, form, signIn, signOut] }

    private static let formLifetime = Duration.seconds(3_600)

    private var home: Endpoint {
        Endpoint(
            .get, "/app", permission: .public, summary: "The console.", tag: "Console", output: .html, options: ConsoleDesk.options
        ) { call in
            .redirect(to: call.principal == nil ? "/app/sign-in" : "/app/connections")
        }
    }

    private var form: Endpoint {
        Endpoint(
            .get, "/app/sign-in", permission: .public, summary: "The form to sign in.", tag: "Console",
            query: .fields(
                parameter("next", .optional(.string(max: 2_000)), "The page to show afterwards."),
                parameter("said", .optional(.string(max: 20)), "Why this page comes: ended or out.")),
            output: .html, options: ConsoleDesk.options
        ) { [desk] call in
            let next = SafePath(call.query.0)
            if call.principal != nil { return .redirect(to: next?.text ?? "/app/connections") }
            let notice = ["ended": "session_ended", "out": "signed_out"][call.query.1 ?? ""].map { desk.texts.say($0) }
            return page(call, SignInView.Given(next: next?.text ?? "", tenant: "", email: ""), notice: notice)
        }
    }

    private var signIn: Endpoint {
        Endpoint(
            .post, "/app/sign-in", permission: .public, summary: "Sign in to the console.", tag: "Console",
            body: .form(
                .fields(
                    parameter("form_token", .optional(.string(max: 500))), parameter("next", .optional(.string(max: 2_000))),
                    parameter("tenant", .optional(.string(max: 200))), parameter("email", .optional(.string(max: 1_000))),
                    parameter("password", .optional(.string(max: 4_000))))),
            output: .html, options: ConsoleDesk.options
        ) { [desk] call in
            let (token, next, tenant, email, password) = call.body
            guard desk.forms.accepts(token, from: call.cookie(FormTokens.visitorCookie)) else {
                call.setHeader("Content-Security-Policy", ConsoleDesk.policy)
                return desk.staleForm(nil)
            }
            let given = SignInView.Given(next: SafePath(next)?.text ?? "", tenant: tenant ?? "", email: email ?? "")
            guard let email, !email.isEmpty, let password, !password.isEmpty else {
                return page(call, given, error: desk.texts.say("sign_in_incomplete"), status: 422)
            }
            let slug = Slug(given.tenant)
            if slug == nil, !given.tenant.isEmpty { return page(call, given, error: desk.texts.say("sign_in_refused"), status: 401) }
            let attempt = ConsoleIdentity.Attempt(
                tenant: slug, email: email, password: Secret(password), address: call.address, userAgent: call.userAgent)
            do {
                return open(call, try await desk.identity.signIn(attempt), next: SafePath(next))
            } catch let error as any DomainError {
                try await noteRefusal(call, attempt, error.problem)
                if let wait = error.problem.retryAfter { call.setHeader("Retry-After", String(max(1, wait.components.seconds))) }
                return page(call, given, error: sentence(error.problem), status: error.problem.status)
            }
        }
    }

    private var signOut: Endpoint {
        Endpoint(
            .post, "/app/sign-out", permission: .public, summary: "Sign out of the console.", tag: "Console",
            body: .form(.fields(parameter("form_token", .optional(.string(max: 500))))), output: .html, options: ConsoleDesk.options
        ) { [desk] call in
            call.setHeader("Content-Security-Policy", ConsoleDesk.policy)
            guard let principal = call.principal else { return .redirect(to: "/app/sign-in") }
            guard desk.forms.accepts(call.body, from: ConsoleDesk.visitor(principal)) else { return desk.staleForm(principal) }
            if let session = principal.session { try await desk.identity.signOut(session, principal.tenant) }
            call.audit("auth.logout", resource: "session", id: principal.session?.description)
            call.setCookie(Console.sessionCookie, Secret(""), lifetime: .zero, isSecure: desk.isSecure)
            return .redirect(to: "/app/sign-in?said=out")
        }
    }

    /// Wrong credentials are in the audit trail of the tenant that was meant, as those of the API are.
    private func noteRefusal<Q, B>(
        _ call: Call<Principal?, Void, Q, B>, _ attempt: ConsoleIdentity.Attempt, _ problem: Problem
    ) async throws {
        guard problem.status == 401, let findTenant = desk.identity.findTenant, let tenant = try await findTenant(attempt) else { return }
        call.audit("auth.login", resource: "session", tenant: tenant, outcome: .denied)
    }

    private func open<Q, B>(_ call: Call<Principal?, Void, Q, B>, _ session: ConsoleIdentity.Session, next: SafePath?) -> HTMLPage {
        call.audit(
            "auth.login", resource: "session", id: session.session?.description, tenant: session.tenant, actor: "user:\(session.user)")
        call.setCookie(Console.sessionCookie, session.token, isSecure: desk.isSecure)
        call.setCookie(FormTokens.visitorCookie, Secret(""), path: "/app", lifetime: .zero, isSecure: desk.isSecure)
        return .redirect(to: next?.text ?? "/app/connections")
    }

    /// The form is bound to a cookie that only this browser has: another site can neither read nor set it.
    private func page<Q, B>(
        _ call: Call<Principal?, Void, Q, B>, _ given: SignInView.Given, notice: String? = nil, error: String? = nil, status: Int = 200
    ) -> HTMLPage {
        let visitor = call.cookie(FormTokens.visitorCookie).flatMap { $0.isEmpty ? nil : $0 } ?? FormTokens.newVisitor()
        call.setHeader("Content-Security-Policy", ConsoleDesk.policy)
        call.setCookie(FormTokens.visitorCookie, Secret(visitor), path: "/app", lifetime: Self.formLifetime, isSecure: desk.isSecure)
        let view = SignInView(
            text: desk.texts.all, frame: desk.frame("sign_in_title", nil), formToken: desk.forms.make(for: visitor), given: given, notice: notice,
            error: error)
        return HTMLPage(desk.pages.render(.signIn, view), status: status)
    }

    private func sentence(_ problem: Problem) -> String {
        switch problem.status {
        case 401: return desk.texts.say("sign_in_refused")
        case 429:
            let seconds = max(1, problem.retryAfter?.components.seconds ?? 60)
            return desk.texts.say("sign_in_throttled", ["seconds": desk.texts.number(seconds)])
        default: return problem.detail ?? problem.title
        }
    }
}

struct SignInView: Sendable {
    /// What was typed before, without the password.
    struct Given: Sendable {
        let next: String
        let tenant: String
        let email: String
    }

    let text: [String: String]
    let frame: Frame
    let formToken: String
    let given: Given
    let notice: String?
    let error: String?
}

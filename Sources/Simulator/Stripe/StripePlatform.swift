import Core
import Foundation
import Synchronization

/// Stripe's API, as far as it reads: `/v1/…` over the payments of the business.
final class StripePlatform: SimulatedPlatform {
    private struct Visited: Sendable {
        var book: StripeBook
        var calls = 0
        var second: Int64 = 0
        var callsThisSecond = 0
    }

    let name = "stripe"
    private let settings: StripeSettings
    private let visited = Mutex<[UInt64: Visited]>([:])

    init(_ settings: StripeSettings) { self.settings = settings }

    /// The key as a bearer or, as Stripe's own examples do it, as the user of basic authentication.
    func token(of request: SimulatedRequest) -> String? {
        if let bearer = request.bearer { return bearer }
        guard let value = request.headers["authorization"], value.lowercased().hasPrefix("basic "),
            let data = Data(base64Encoded: String(value.dropFirst(6)))
        else { return nil }
        return String(decoding: data, as: UTF8.self).split(separator: ":", omittingEmptySubsequences: false).first.map { String($0) }
    }

    func refusal() -> SimulatedResponse { StripeError.invalidKey.response }
    func expiry() -> SimulatedResponse { StripeError.expiredKey.response }
    func outage() -> SimulatedResponse { StripeError.outage.response }

    func throttle(_ request: SimulatedRequest) -> SimulatedResponse {
        var response = StripeError.throttled.response
        response.headers.append((name: "Stripe-Rate-Limited-Reason", value: "global-rate"))
        if let seconds = settings.retryAfterSeconds { response.headers.append((name: "Retry-After", value: "\(seconds)")) }
        return response
    }

    func answer(_ request: SimulatedRequest, _ business: SimulatedBusiness, token: String, now: Instant) -> SimulatedResponse {
        let (book, number, isRefused) = visit(business, now)
        var response = isRefused ? throttle(request) : routed(request, book)
        response.headers += [
            (name: "Request-Id", value: "req_sim\(business.seed)x\(number)"),
            (name: "Stripe-Version", value: request.headers["stripe-version"] ?? settings.defaultVersion),
        ]
        return response
    }

    private func visit(_ business: SimulatedBusiness, _ now: Instant) -> (StripeBook, Int, Bool) {
        visited.withLock { visited in
            var entry = visited[business.seed] ?? Visited(book: StripeBook(business, eventDays: settings.eventDays))
            if entry.book.business !== business { entry.book = StripeBook(business, eventDays: settings.eventDays) }
            entry.calls += 1
            if entry.second != now.seconds { (entry.second, entry.callsThisSecond) = (now.seconds, 0) }
            entry.callsThisSecond += 1
            visited[business.seed] = entry
            return (entry.book, entry.calls, settings.throttledCalls.contains(entry.calls) || entry.callsThisSecond > settings.callsPerSecond)
        }
    }

    private func routed(_ request: SimulatedRequest, _ book: StripeBook) -> SimulatedResponse {
        do throws(StripeError) {
            try check(request, book)
            guard request.method == "GET", request.path.first == "v1", (2...3).contains(request.path.count) else { throw .unknownURL(request) }
            if request.path == ["v1", "account"] { return SimulatedResponse(account(book)) }
            let list = request.path[1]
            guard StripeList.knows(list) else { throw .unknownURL(request) }
            guard request.path.count == 3 else { return SimulatedResponse(try StripeList(list, request, settings).page(book), outcome: .page) }
            guard let place = book.place(of: request.path[2], in: list), let entry = book.lists[list]?[place] else {
                throw .missing(StripeList.kind(list), request.path[2])
            }
            return SimulatedResponse(entry.write(request.parameters["expand[]"] == "source"))
        } catch {
            return error.response
        }
    }

    private func check(_ request: SimulatedRequest, _ book: StripeBook) throws(StripeError) {
        if let account = request.headers["stripe-account"], account != book.accountID { throw .foreignAccount }
        guard let version = request.headers["stripe-version"] else { return }
        guard Day(String(version.prefix(10))) != nil else {
            throw .parameter("stripe-version", "Invalid Stripe API version: \(version)")
        }
    }

    private func account(_ book: StripeBook) -> JSON {
        let business = book.business
        return [
            "id": .string(book.accountID), "object": "account", "business_profile": ["name": .string(business.name)], "country": "DE",
            "default_currency": StripeObjects.code(business.currency), "type": "standard",
            "settings": ["dashboard": ["display_name": .string(business.name), "timezone": .string(business.shopZone.name)]],
        ]
    }
}

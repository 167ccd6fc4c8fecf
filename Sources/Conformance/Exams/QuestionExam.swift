import ConnectorHost
import Core

/// Loading, `check` and `discover`.
extension Examination {
    /// Whether the connector could be loaded at all.
    mutating func examineSeal() async -> Bool {
        do {
            let session = try await bench.open()
            findings.ran("bundle.seal")
            findings.ran("manifest.same")
            let offers = await session.offers
            findings.expect(
                "offers.operations", offers.contains("write") == !manifest.operations.isEmpty,
                offers.contains("write") ? "The library has write, the manifest no operations." : "The manifest has operations, the library no write."
            )
            findings.expect(
                "offers.webhooks", offers.contains("webhook") == !manifest.webhooks.isEmpty,
                offers.contains("webhook") ? "The library has webhook, the manifest none." : "The manifest has webhooks, the library none.")
            return true
        } catch let refusal as BundleRefusal {
            findings.ran("bundle.seal")
            findings.fail("manifest.same", refusal.sentence)
        } catch { findings.fail("bundle.seal", "\(error)") }
        return false
    }

    mutating func examineQuestions() async {
        let account = await answer("check.account", .check)
        findings.expect("check.account", account?["account"]?["id"]?.string?.isEmpty == false, "The answer has no account.id.")
        findings.expect("check.repeatable", await answer("check.repeatable", .check) == account, "The second answer is another.")
        let found = await answer("discover.streams", .discover)
        let names = (found?["streams"]?.array ?? []).compactMap { $0["name"]?.string }
        let unknown = names.filter { manifest.stream($0) == nil }
        findings.expect("discover.streams", unknown.isEmpty, "\(unknown.joined(separator: ", ")) is no stream of the manifest.")
        findings.expect("discover.streams", !names.isEmpty || manifest.streams.isEmpty, "It finds no stream.")
        findings.expect("discover.repeatable", await answer("discover.repeatable", .discover) == found, "The second answer is another.")
        guard await asksInCheck else {
            findings.skip("check.refused", "check makes no request.")
            return findings.skip("check.offline", "check makes no request.")
        }
        if manifest.auth.scheme == "none" {
            findings.skip("check.refused", "There is no access to refuse.")
        } else {
            await expect("check.refused", Trouble(kind: .answer(scenario.expired)), [.auth])
        }
        await expect("check.offline", Trouble(kind: .silence), [.transient])
    }

    private var asksInCheck: Bool { get async { !(await bench.seen.requests.isEmpty) } }

    private mutating func answer(_ id: String, _ question: Bench.Question) async -> JSON? {
        switch await bench.ask(question) {
        case .success(let answer): return answer
        case .failure(let fault):
            findings.fail(id, "\(question.rawValue) \(fault.ending.words).")
            return nil
        }
    }

    private mutating func expect(_ id: String, _ trouble: Trouble, _ kinds: Set<ConnectorError.Kind>) async {
        switch await bench.ask(.check, trouble) {
        case .success: findings.fail(id, "check answered as if nothing had happened.")
        case .failure(let fault):
            if case .failed(let error) = fault.ending, kinds.contains(error.kind) { return findings.ran(id) }
            findings.fail(id, "check \(fault.ending.words).")
        }
    }
}

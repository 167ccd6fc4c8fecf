import ConnectorHost
import Core

/// What came of a write or a delivery.
struct CallRun: Sendable {
    let ending: Ending
    /// What it answered, where it ended well.
    let answer: JSON?
    let requests: [AskedRequest]
    let emitted: [EmittedRow]

    var isApplied: Bool { answer?["applied"]?.bool == true }

    /// The states of its items.
    var states: [String] { (answer?["results"]?.array ?? []).compactMap { $0["state"]?.string } }
}

/// Writes and deliveries.
extension Bench {
    /// Carries out an operation, or tries it.
    func write(_ script: WriteScript, dryRun: Bool, _ trouble: Trouble? = nil) async -> CallRun {
        let operation = script.operation(dryRun: dryRun, config: config(with: script.config))
        return await call(script.name, trouble) { try await $0.write(operation, $1) }
    }

    /// Hands over a delivery, with another body or about something else where one is given.
    func deliver(_ script: DeliveryScript, body: [UInt8]? = nil, topic: String? = nil) async -> CallRun {
        let delivery = script.delivery(topic: topic ?? script.topic, scenario, config: config)
        return await call(script.topic, nil) { try await $0.webhook(delivery, body: body ?? script.body, $1) }
    }

    private func call(_ name: String?, _ trouble: Trouble?, _ body: (ConnectorSession, ScenarioHost) async throws -> JSON) async -> CallRun {
        var options = ReadOptions(trouble: trouble)
        options.secretPaths = secretPaths
        options.call = name
        let host = ScenarioHost(scenario, options) { _ in }
        var answer: JSON?
        let ending: Ending
        do {
            answer = try await body(try await open(), host)
            ending = .done
        } catch let error as ConnectorError {
            ending = .failed(error)
        } catch {
            await close()
            ending = error is Endless ? .endless : .broken(error as? PluginFault ?? .protocolViolation("\(error)"))
        }
        let record = host.record
        note(record, ending)
        return CallRun(ending: ending, answer: answer, requests: record.requests, emitted: record.rows)
    }
}

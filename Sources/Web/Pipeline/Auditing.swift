import Core

// What is written down of a request: every change, every denial of a known tenant, and the reads that their handler names.

extension Pipeline {
    nonisolated(nonsending) func record(_ result: Result<Answer, any Error>, _ trip: Trip) async {
        guard let route = trip.route, let exchange = trip.exchange else { return }
        let problem: Problem? = if case .failure(let error) = result { Problem(of: error) } else { nil }
        let status =
            switch result {
            case .success(let answer): answer.status
            case .failure: problem?.status ?? 500
            }
        for note in notes(route.endpoint, exchange, problem) {
            guard let tenant = note.tenant ?? trip.principal?.tenant else { continue }
            await audit.record(
                AuditEvent(
                    tenant: tenant, actor: note.actor ?? trip.principal?.subject.description ?? "anonymous", action: note.action,
                    resourceType: note.resourceType,
                    resourceID: note.resourceID, outcome: note.outcome ?? outcome(problem), changes: note.changes, address: exchange.facts.address,
                    userAgent: exchange.facts.userAgent, requestID: exchange.facts.requestID, status: status, time: exchange.facts.receivedAt))
        }
    }

    private func notes(_ endpoint: Endpoint, _ exchange: Exchange, _ problem: Problem?) -> [Exchange.Note] {
        let noted = exchange.noted.audit
        if !noted.isEmpty { return noted }
        let isDenial = problem.map { $0.status == 403 || $0.status == 429 } ?? false
        guard !endpoint.method.isSafe || isDenial else { return [] }
        return [Exchange.Note(action: endpoint.operationID, resourceID: exchange.pathTexts.pairs.first?.value)]
    }

    private func outcome(_ problem: Problem?) -> AuditEvent.Outcome {
        switch problem?.status {
        case nil: .success
        case 401, 403, 429: .denied
        default: .failure
        }
    }
}

import Core

// The simulator's own routes below `/_sim`: no platform has them.
extension Simulator {
    /// `GET stats?seed=`, `GET truth?seed=`, `POST faults` with a body, `DELETE faults?seed=`, `POST advance?seed=&days=`.
    func control(_ request: SimulatedRequest) -> SimulatedResponse {
        switch (request.method, request.path.dropFirst().joined(separator: "/")) {
        case ("GET", "stats"): withSeed(request) { self.report($0) }
        case ("GET", "truth"): withSeed(request) { self.business($0).truth() }
        case ("POST", "faults"): addFault(request)
        case ("DELETE", "faults"):
            withSeed(request) {
                self.clearFaults(seed: $0)
                return ["seed": .integer($0)]
            }
        case ("POST", "advance"):
            withSeed(request) {
                self.advance(request.parameters["days"].flatMap { Int($0) } ?? 1, seed: $0)
                return ["seed": .integer($0), "until": .string(self.business($0).until.description)]
            }
        default: Self.nothing
        }
    }

    private func report(_ seed: UInt64) -> JSON {
        let platforms = statistics(seed).sorted { $0.key < $1.key }.map { JSON.Member($0.key, $0.value.json) }
        return ["seed": .integer(seed), "platforms": .object(platforms)]
    }

    private func addFault(_ request: SimulatedRequest) -> SimulatedResponse {
        guard let json = try? JSON(parsing: request.body), let seed = json["seed"]?.integer.flatMap({ UInt64(exactly: $0) }),
            let fault = SimulatorFault(json)
        else {
            let kinds = SimulatorFault.Kind.allCases.map(\.rawValue).joined(separator: ", ")
            return SimulatedResponse(status: 400, ["error": .string("send {\"seed\", \"kind\", …}; kinds: \(kinds)")], outcome: .failed)
        }
        order(fault, seed: seed)
        return SimulatedResponse(["seed": .integer(seed), "fault": fault.json])
    }

    private func withSeed(_ request: SimulatedRequest, _ body: (UInt64) -> JSON) -> SimulatedResponse {
        guard let seed = request.parameters["seed"].flatMap({ UInt64($0) }) else {
            return SimulatedResponse(status: 400, ["error": "name a seed: ?seed=7"], outcome: .failed)
        }
        return SimulatedResponse(body(seed))
    }
}

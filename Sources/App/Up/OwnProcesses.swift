import Foundation

/// This program in its other roles, as children of `tactics up`.
struct OwnProcesses: Sendable {
    let environment: UpEnvironment
    let report: @Sendable (SupervisedChild.Notice) async -> Void

    private var ports: UpPorts { environment.place.ports }

    var simulator: SupervisedChild {
        let port = ports.simulator
        return child("simulate", ["simulate", "--port", String(port)], environment.inherited) { await Probe.status(port: port, path: "/") != nil }
    }

    var api: SupervisedChild {
        let port = ports.api
        return child("serve", ["serve"], environment.api) { await Probe.status(port: port, path: "/health/ready") == 200 }
    }

    var worker: SupervisedChild {
        let port = ports.workerMetrics
        return child("work", ["work"], environment.worker) { await Probe.status(port: port, path: "/metrics") == 200 }
    }

    private func child(
        _ name: String, _ arguments: [String], _ variables: [String: String], isReady: @escaping @Sendable () async -> Bool
    ) -> SupervisedChild {
        let command = ChildCommand(
            name: name, executable: environment.program.path, arguments: arguments, environment: variables,
            workingFolder: environment.program.workingFolder, log: environment.place.layout.log(name), stopDeadline: .seconds(20))
        return SupervisedChild(command, isReady: isReady, report: report)
    }
}

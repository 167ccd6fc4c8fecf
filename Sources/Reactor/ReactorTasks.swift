/// The way for whole tasks onto a reactor's thread, by `withTaskExecutorPreference(ReactorTasks(reactor))`: they call the actors of the reactor without
/// a change of thread. Such a task must never block nor compute for long, since every socket of the reactor waits for it.
package final class ReactorTasks: TaskExecutor {
    private let reactor: Reactor

    package init(_ reactor: Reactor) { self.reactor = reactor }

    package func enqueue(_ job: consuming ExecutorJob) { reactor.enqueue(.ofTask(UnownedJob(job), self)) }
}

/// What a reactor runs.
enum ReactorJob {
    case ofActor(UnownedJob)
    case ofTask(UnownedJob, ReactorTasks)
}

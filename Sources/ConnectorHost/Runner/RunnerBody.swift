/// What a runner's thread drives: a process, or a thread of this process. Frames go to `input` and come from `output`, whatever it is.
protocol RunnerBody: ~Copyable {
    /// Frames to the connector; does not block.
    var input: Int32 { get }
    /// Frames from the connector; does not block.
    var output: Int32 { get }
    /// What the connector prints; negative where that can not be told from the host's own.
    var log: Int32 { get }

    /// How it ended, if it has.
    func endIfOver() -> ProcessEnd?

    /// Ends it, as far as that can be done, and says how it ended.
    func kill() -> ProcessEnd

    /// Closes the host's ends.
    consuming func closePipes()
}

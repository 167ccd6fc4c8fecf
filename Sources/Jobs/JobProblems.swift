/// What the problem codes of jobs mean, for their pages.
package enum JobProblems {
    package static let sentences = [
        "job_busy": "Two requests wanted the same piece of work at the same moment. Ask again: by then one of them is through.",
        "schedule_never_runs": "The schedule names no time that ever comes, such as the 30th of February. Give one that does.",
    ]
}

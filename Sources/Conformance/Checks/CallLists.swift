/// The checks of what a connector writes, and of what it makes of deliveries.
extension Check {
    static let writes: [Check] = [
        Check("scenario.operations", "Every operation is tried", "An operation that is not tried is not tested."),
        Check("write.applied", "An operation does what was recorded, and says what was before", "A person approves what the operation says."),
        Check("write.dry_run", "A dry run changes nothing, and says what would be", "A dry run that changes something spends money unasked."),
        Check("write.inverse", "What undoes an operation is an operation for the same target", "A change that can not be undone must say so."),
        Check("write.expired", "An operation without access is reported", "The user must connect again."),
        Check("write.unanswered", "A change that nobody confirmed is not taken for made", "The books would show a change that was never made."),
        Check("write.rejected", "A change that the platform refused is not taken for made", "The books would show a change that was never made."),
        Check("write.unknown", "An unknown operation is refused before anything is asked", "What is not understood must not be tried."),
    ]

    static let deliveries: [Check] = [
        Check("scenario.deliveries", "A delivery is recorded", "Deliveries that are not tried are not tested."),
        Check("webhook.rows", "A delivery gives the recorded rows", "Rows that are lost or wrong change every figure."),
        Check("webhook.repeat", "A delivery that comes twice adds nothing", "Platforms send again what they are not sure of."),
        Check("webhook.broken", "A broken delivery gives no rows and does no harm", "Anybody's bytes may come, once a secret is out."),
        Check("webhook.drift", "A field that is missing, null or of another type does no harm", "Platforms change their deliveries without a word."),
        Check("webhook.unknown", "A delivery about something unknown gives no rows", "Platforms add topics."),
    ]
}

/// One registration of a descriptor.
///
/// A descriptor's number is given to the next socket as soon as it is closed, and a C client may close its socket by itself (libpq does when the
/// connection breaks). So a number alone says nothing: what is left of an earlier registration must not touch the one that has the number now.
package struct Watch: Sendable, Hashable {
    package let descriptor: Int32
    let serial: UInt64
}

public import Failures
public import ScreenKit
public import TerminalUI

/// Something that happens to the screen of activity.
public enum ActivityEvent: Sendable {
    /// A sample of a cluster has come, or has failed.
    case sampled(RowID, Result<ServerSample, Failure>, Moment)
    /// A session was to be ended; what the server answered.
    case ended(RowID, UInt64, terminates: Bool, Result<Bool, Failure>, Moment)
    /// A key, the mouse or pasted text.
    case input(Input)
    /// A second has passed.
    case tick(Moment)
    /// The terminal has another size.
    case resized(Size)
    /// Something is to be said.
    case said(Message)
}

/// What the screen of activity asks for.
public enum ActivityEffect: Sendable, Equatable {
    /// Go back to where the screen was opened from.
    case leave
    /// Draw everything anew.
    case redraw
    /// Suspend the program.
    case stop
    /// Take samples, or none.
    case pause(Bool)
    /// Take a sample every so many seconds.
    case sampleEvery(Double)
    /// From now on samples of the cluster that is shown hold these details.
    case detail(RowID?, Set<SampleDetail>)
    /// Ask a server to end what a session runs, or the session.
    case end(RowID, UInt64, terminates: Bool)
    /// Open a session of the cluster, with a text in its editor.
    case edit(RowID, String)
    /// Send a text to the terminal's clipboard.
    case copy(String)
}

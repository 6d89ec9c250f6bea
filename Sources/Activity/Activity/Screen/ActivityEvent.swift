public import Failures
public import ScreenKit
public import TerminalUI

/// An event of the activity screen.
public enum ActivityEvent: Sendable {
    /// A sample of a cluster has arrived or failed.
    case sampled(RowID, Result<ServerSample, Failure>, Moment)
    /// The server's answer to a request to end a session.
    case ended(RowID, UInt64, terminates: Bool, Result<Bool, Failure>, Moment)
    /// A key, the mouse or pasted text.
    case input(Input)
    /// A second has passed.
    case tick(Moment)
    /// The terminal has another size.
    case resized(Size)
    /// A message for the user.
    case said(Message)
}

/// An effect outside of the activity screen.
public enum ActivityEffect: Sendable, Equatable {
    /// Return to the previous screen.
    case leave
    /// Draw everything anew.
    case redraw
    /// Suspend the program.
    case stop
    /// Pause or resume sampling.
    case pause(Bool)
    /// Change the interval between samples, in seconds.
    case sampleEvery(Double)
    /// Add these details to further samples of the shown cluster.
    case detail(RowID?, Set<SampleDetail>)
    /// Request the end of a session's statement, or of the session.
    case end(RowID, UInt64, terminates: Bool)
    /// Open a session of the cluster with a text in its editor.
    case edit(RowID, String)
    /// Write the kept samples to a new file.
    case export(path: String)
    /// Copy a text to the terminal's clipboard.
    case copy(String)
}

import CPlatform
import Deck
import ScreenKit

/// The system's clocks.
enum DeckClock {
    static var now: Moment {
        var (wall, uptime): (Int64, Int64) = (0, 0)
        qd_clocks(&wall, &uptime)
        return Moment(wall: wall, uptime: uptime)
    }

    /// Milliseconds until the next full second of the wall clock.
    static var untilNextSecond: Int32 {
        Int32(1_000 - now.wall / 1_000_000 % 1_000) + 1
    }
}

/// The default values of the indexed colours.
public enum XtermPalette {
    /// The default 0xRRGGBB value of an index. Source: xterm's XTerm-col.ad and 256colres.h.
    public static func rgb(_ index: UInt8) -> UInt32 {
        switch index {
        case 0..<16: return basic[Int(index)]
        case 16..<232:
            let cube = UInt32(index) - 16
            return step(cube / 36) << 16 | step(cube / 6 % 6) << 8 | step(cube % 6)
        default:
            let grey = 8 + 10 * (UInt32(index) - 232)
            return grey << 16 | grey << 8 | grey
        }
    }

    /// The first sixteen colours of xterm.
    public static let basic: [UInt32] = [
        0x000000, 0xCD0000, 0x00CD00, 0xCDCD00, 0x0000EE, 0xCD00CD, 0x00CDCD, 0xE5E5E5,
        0x7F7F7F, 0xFF0000, 0x00FF00, 0xFFFF00, 0x5C5CFF, 0xFF00FF, 0x00FFFF, 0xFFFFFF,
    ]

    /// The first sixteen colours of the VGA text mode and the Linux console.
    public static let console: [UInt32] = [
        0x000000, 0xAA0000, 0x00AA00, 0xAA5500, 0x0000AA, 0xAA00AA, 0x00AAAA, 0xAAAAAA,
        0x555555, 0xFF5555, 0x55FF55, 0xFFFF55, 0x5555FF, 0xFF55FF, 0x55FFFF, 0xFFFFFF,
    ]

    /// The component value of a level of the colour cube, 0 to 5.
    private static func step(_ level: UInt32) -> UInt32 { level == 0 ? 0 : 55 + 40 * level }
}

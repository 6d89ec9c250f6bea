import TerminalUI

/// Finds the best substitute for a colour in a smaller palette.
enum NearestColor {
    /// The index of the nearest colour, from 16 up.
    static func index(to rgb: UInt32) -> UInt8 {
        let levels = components(rgb).map { $0 < 48 ? 0 : $0 < 115 ? 1 : ($0 - 35) / 40 }
        let cube = UInt8(16 + 36 * levels[0] + 6 * levels[1] + levels[2])
        let mean = components(rgb).reduce(0, +) / 3
        let grey = UInt8(232 + min(23, max(0, (mean - 3) / 10)))
        return distance(rgb, XtermPalette.rgb(grey)) < distance(rgb, XtermPalette.rgb(cube)) ? grey : cube
    }

    /// The basic colour that people would call by the same name: it has the nearest hue, then the nearest lightness. By
    /// numeric distance, most colours of most themes would become grey.
    static func basic(to rgb: UInt32) -> BasicColor {
        let parts = components(rgb)
        let (red, green, blue) = (parts[0], parts[1], parts[2])
        let most = max(red, green, blue)
        let least = min(red, green, blue)
        guard most - least > 40 else {
            switch (most + least) / 2 {
            case 0..<80: return .black
            case 80..<140: return .brightBlack
            case 140..<215: return .white
            default: return .brightWhite
            }
        }
        let half = (most + least) / 2
        let hue = UInt8((red > half ? 1 : 0) + (green > half ? 2 : 0) + (blue > half ? 4 : 0))
        return BasicColor(rawValue: hue + (most > 210 ? 8 : 0)) ?? .white
    }

    private static func components(_ rgb: UInt32) -> [Int] {
        [Int(rgb >> 16 & 0xFF), Int(rgb >> 8 & 0xFF), Int(rgb & 0xFF)]
    }

    /// The square of the distance, weighted for the human eye ("redmean").
    static func distance(_ first: UInt32, _ second: UInt32) -> Int {
        let (a, b) = (components(first), components(second))
        let red = (a[0] + b[0]) / 2
        let (r, g, v) = (a[0] - b[0], a[1] - b[1], a[2] - b[2])
        return (512 + red) * r * r + 1_024 * g * g + (767 - red) * v * v
    }
}

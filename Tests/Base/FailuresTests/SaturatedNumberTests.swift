import Failures
import Testing

@Suite struct SaturatedNumberTests {
    @Test(arguments: [
        (Double.nan, 0), (.infinity, Int.max), (-.infinity, .min), (1e300, .max), (-1e300, .min), (1.9, 1), (-1.9, -1),
        (9.3e18, .max), (-9.3e18, .min), (4e15, 4_000_000_000_000_000),
    ])
    func `every floating-point number has a nearest whole one`(value: Double, whole: Int) {
        #expect(Int(saturating: value) == whole)
    }

    @Test func `small types saturate, too`() {
        #expect(UInt8(saturating: 255.9) == 255)
        #expect(UInt8(saturating: -0.5) == 0)
        #expect(UInt64(saturating: 1e20) == .max)
        #expect(Int32(saturating: 2_147_483_647.5) == .max)
    }
}

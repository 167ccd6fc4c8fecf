import Statistics
import Testing

/// Reference values from 30-digit arithmetic.
@Suite struct SpecialFunctionTests {
    @Test func `The gamma function's logarithm and derivatives agree with known values`() {
        let logGamma: [(Double, Double)] = [
            (1e-8, 18.420680738180209), (0.1, 2.252712651734206), (3.7, 1.4280723266653879), (171.5, 709.14316303092824),
        ]
        let digamma: [(Double, Double)] = [
            (1e-4, -1.0000577051183514e4), (0.1, -10.423754940411077), (0.5, -1.9635100260214235), (1, -0.57721566490153286),
            (5.5, 1.6110931485817511), (10, 2.2517525890667211), (1000, 6.9072551956488121),
        ]
        let trigamma: [(Double, Double)] = [
            (1e-3, 1.0000016425331959e6), (0.1, 101.43329915079276), (0.5, 4.9348022005446793), (1, 1.6449340668482264),
            (5.5, 0.19934238698962766), (10, 0.10516633568168575), (1000, 1.0005001666666333e-3),
        ]

        for (x, value) in logGamma { #expect(closeness(Special.logGamma(x), value) < 2e-15) }
        for (x, value) in digamma { #expect(closeness(Special.digamma(x), value) < 2e-15) }
        for (x, value) in trigamma { #expect(closeness(Special.trigamma(x), value) < 1e-14) }
        #expect(abs(Special.digamma(1.4616321449683622)) < 1e-15)
        #expect(Special.digamma(0).isNaN && Special.trigamma(-1).isNaN && Special.logGamma(-0.5).isNaN)
    }

    @Test func `The beta function keeps its digits for large arguments`() {
        let values: [(Double, Double, Double)] = [
            (0.5, 0.5, 1.1447298858494002), (1e-3, 5, 6.9056726570620747), (3, 1e8, -54.568895081297151), (2000, 3000, -3.3676843821531882e3),
            (0.79, 2.43, -0.50695219657244013),
        ]

        for (a, b, value) in values {
            #expect(closeness(Special.logBeta(a, b), value) < 1e-14)
            #expect(Special.logBeta(a, b) == Special.logBeta(b, a))
        }
    }

    @Test func `The incomplete gamma function agrees with known values on both sides`() {
        let lower: [(Double, Double, Double)] = [
            (0.5, 0.2, 0.47291074313446191), (3, 2.5, 0.45618688411667048), (10, 20, 0.99500458769169241), (100, 80, 1.7108313035133114e-2),
            (1000, 1010, 0.62767894473699473), (1e5, 99000, 7.5741992117476797e-4),
        ]
        let upper: [(Double, Double, Double)] = [
            (0.5, 20, 2.539628589470865e-10), (3, 40, 3.5728659287002263e-15), (100, 200, 1.8438936497115742e-15),
            (1000, 1300, 1.8736155715785551e-18),
        ]

        for (a, x, value) in lower { #expect(closeness(Special.incompleteGamma(a, x), value) < 1e-12) }
        for (a, x, value) in upper { #expect(closeness(Special.incompleteGammaComplement(a, x), value) < 1e-12) }
        #expect(Special.incompleteGamma(2, 0) == 0 && Special.incompleteGamma(2, .infinity) == 1)
    }

    @Test func `The incomplete beta function agrees with known values`() {
        let values: [(Double, Double, Double, Double)] = [
            (0.3, 0.5, 0.5, 0.36901011956554538), (0.1, 2, 3, 5.23e-2), (0.9, 20, 5, 0.91492511412132918), (0.02, 3, 200, 0.77065317626139079),
            (0.48, 1000, 1100, 0.63687473488058156), (0.5, 0.01, 30, 0.99999999999937786),
        ]

        for (x, a, b, value) in values { #expect(closeness(Special.incompleteBeta(x, a, b), value) < 1e-12) }
        #expect(closeness(Special.studentCumulative(-2, freedom: 5), 5.0969739414929178e-2) < 1e-13)
        #expect(closeness(Special.studentCumulative(1, freedom: 30), 1 - 0.16265430771301495) < 1e-13)
    }

    @Test func `The normal distribution and its quantile keep the tails' digits`() {
        let cumulative: [(Double, Double)] = [
            (-30, 4.9067139271481871e-198), (-8, 6.2209605742717841e-16), (-1.96, 2.4997895148220434e-2), (0, 0.5), (3, 0.99865010196836991),
        ]
        let quantiles: [(Double, Double)] = [
            (0.1, -1.2815515655446005), (0.025, -1.9599639845400542), (0.9, 1.2815515655446005), (0.6, 0.2533471031357998),
            (1e-10, -6.3613409024040562), (1e-100, -21.273453560965324),
        ]

        for (x, value) in cumulative { #expect(closeness(Special.normalCumulative(x), value) < 1e-16 * (4 + x * x)) }
        for (p, value) in quantiles { #expect(closeness(Special.normalQuantile(p), value) < 2e-15) }
        for p in stride(from: 0.001, to: 1, by: 0.0137) {
            #expect(closeness(Special.normalCumulative(Special.normalQuantile(p)), p) < 1e-14)
        }
        #expect(Special.normalQuantile(0) == -.infinity && Special.normalQuantile(1) == .infinity && Special.normalQuantile(1.5).isNaN)
    }

    @Test func `The hypergeometric function agrees with known values`() {
        let values: [(Double, Double, Double, Double, Double)] = [
            (0.5, 1.5, 2.5, 0.3, 1.108062551056932), (2, 3, 4, 0.95, 48.841646139292671), (0.24, 2.43, 2.22, 0.99, 4.3268591576399425),
            (1, 1, 2, -5, 0.358351893845611), (10, 0.3, 1.5, 0.7, 1.3881111472067162e3), (3, -2, 1.5, 0.4, -8.8e-2),
            (0.7, 1.1, 3, -0.5, 0.89420022026084266),
        ]

        for (a, b, c, z, value) in values { #expect(closeness(Special.hypergeometric(a, b, c, z), value) < 1e-12) }
    }

    @Test func `Sums of exponentials neither overflow nor lose digits`() {
        let values: [(Double, Double)] = [
            (-50, 1.9287498479639178e-22), (-1, 0.31326168751822283), (0, 0.69314718055994531), (3, 3.0485873515737421), (100, 100.0),
        ]

        for (x, value) in values { #expect(closeness(Special.log1pExp(x), value) < 1e-15) }
        #expect(closeness(Special.logSumExp([1000, 1000]), 1000 + 0.69314718055994531) < 1e-15)
        #expect(Special.logSumExp([Double]()) == -.infinity && Special.logSumExp([-.infinity, 0]) == 0)
        #expect(closeness(Special.logAddExp(-1000, -1001), -1000 + 0.31326168751822283) < 1e-15)
        #expect(closeness(Special.log1mExp(1e-10), -23.02585092999046) < 1e-14)
        #expect(closeness(Special.logit(Special.logistic(-30)), -30) < 1e-14)
    }
}

/// Relative difference, absolute below 1e-300.
func closeness(_ value: Double, _ reference: Double) -> Double {
    abs(value - reference) / max(abs(reference), 1e-300)
}

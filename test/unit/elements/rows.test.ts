import { describe, expect, it } from "vitest";
import { evaluateFhirPath } from "../../../src/fhir/index.ts";
import { bundleOf, exampleBytes } from "../../support/example.ts";

/** Every row of the study's element list arrives: the case `full.json` is mapped, and FHIRPath finds each value. */
const bundle = bundleOf(exampleBytes("full"));

/** An expression below all resources of one profile of ours. */
const of = (profile: string, rest: string): string =>
  `Bundle.entry.resource.where(meta.profile = 'https://kypho-fhir.github.io/fhir/StructureDefinition/${profile}').${rest}`;
const part = (name: string, rest: string): string =>
  `Bundle.entry.resource.where(identifier.value contains 'PKP-2009-0200/${name}').${rest}`;
const component = (code: string, value: string): string =>
  `component.where(code.coding.code = '${code}').value${value}`;
const own = (list: string): string =>
  `coding.where(system = 'https://kypho-fhir.github.io/fhir/CodeSystem/${list}').code`;

type Check = readonly [expression: string, expected: readonly unknown[]];

const ROWS: readonly (readonly [row: string, what: string, checks: readonly Check[]])[] = [
  [
    "P1",
    "patient identity, sex, age and birth date",
    [
      [of("kypho-patient", "identifier.value"), ["0012399", "R-0042"]],
      [of("kypho-patient", "gender"), ["female"]],
      [of("kypho-patient", "birthDate"), ["1942-03"]],
      [of("age-at-procedure", "value.value"), [67]],
      [of("age-at-procedure", "value.code"), ["a"]],
    ],
  ],
  [
    "P2",
    "written informed consent",
    [
      [of("treatment-consent", "status"), ["active"]],
      [of("treatment-consent", "extension.where(url.endsWith('consent-written')).value"), [true]],
      [of("research-consent", "status"), ["rejected"]],
    ],
  ],
  [
    "P3",
    "group and the diseases behind it",
    [
      [of("session", `reasonCode.${own("indication")}`), ["vertebral-tumour"]],
      [of("disease", `code.${own("disease")}`), ["metastasis", "postmenopausal-osteoporosis"]],
      [of("disease", "extension.value.text"), ["Breast cancer"]],
    ],
  ],
  [
    "P4",
    "indication criteria",
    [
      [of("indication-assessment", component("intractable-pain", "")), [true]],
      [of("indication-assessment", component("osteolytic-destruction", "")), [true]],
      [of("indication-assessment", component("conservative-treatment-failed", "")), [true]],
      [
        of("indication-assessment", component("conservative-treatment", `.${own("conservative-treatment")}`)),
        ["rest", "analgesics", "waist-fixation"],
      ],
      [of("indication-assessment", component("pain-agrees-with-imaging", "")), [true]],
    ],
  ],
  [
    "P5",
    "selection panel and criteria cited",
    [
      [
        of("indication-assessment", component("panel-specialty", `.${own("panel-specialty")}`)),
        ["internist", "oncologist", "osteopathologist", "radiologist"],
      ],
      [of("indication-assessment", component("criteria-cited", "")), ["American College of Radiology 2000-2001"]],
    ],
  ],
  [
    "L1",
    "vertebral level, a synonym included",
    [
      [part("level-L1", "bodySite.coding.code"), ["61032001"]],
      [part("level-T12", "bodySite.coding.code"), ["280849005"]],
      [part("level-T12", "bodySite.text"), ["12th thoracic"]],
    ],
  ],
  [
    "L2",
    "level considered and not treated, with the reason",
    [
      [of("level-not-treated", "status"), ["not-done"]],
      [of("level-not-treated", `statusReason.${own("level-status-reason")}`), ["old-fracture"]],
      [of("level-not-treated", "statusReason.text"), ["Old fracture, normal MR signal."]],
      [of("level-not-treated", "performed"), []],
    ],
  ],
  [
    "L3",
    "fracture age sign",
    [
      [of("marrow-signal", `value.${own("fracture-age")}`), ["recent", "old"]],
      [of("marrow-signal", component("t1-signal", `.${own("signal")}`)), ["hypointense", "normal"]],
      [of("marrow-signal", component("stir-signal", `.${own("signal")}`)), ["hyperintense", "normal"]],
      [of("marrow-signal", "derivedFrom.reference.count()"), [2]],
    ],
  ],
  [
    "L4",
    "remaining vertebral height",
    [
      [of("vertebral-height", "value.value"), [33.3]],
      [of("vertebral-height", "value.comparator"), [">"]],
      [of("vertebral-height", component("anterior-height", ".value")), [17.2, 21.4]],
    ],
  ],
  [
    "L5",
    "cause at this level",
    [
      [of("vertebral-lesion", `code.${own("level-cause")}`), ["tumour", "osteoporotic-fracture"]],
      [of("vertebral-lesion", "code.text"), ["Osteolytic destruction of the anterior half"]],
      [of("vertebral-lesion", "extension.value.reference.count()"), [2]],
      [of("level", "reasonReference.count()"), [2]],
    ],
  ],
  [
    "O1",
    "session start, end, room, operators",
    [
      [of("session", "performed.start"), ["2009-05-14T09:10:00+08:00"]],
      [of("session", "performed.end"), ["2009-05-14T10:35:00+08:00"]],
      [of("session", "location.display"), ["CT room 1"]],
      [of("session", "performer.actor.display"), ["Dr. Sample", "R. Sample"]],
      [of("session", `performer.function.${own("operator-role")}`), ["operator", "radiographer"]],
    ],
  ],
  [
    "O2",
    "anaesthesia",
    [
      [of("anaesthesia", `code.${own("anaesthesia")}`), ["local"]],
      [of("anaesthetic-drug", "medication.text"), ["Lidocaine 1 %"]],
      [of("anaesthetic-drug", "dosage.dose.value"), [10]],
    ],
  ],
  [
    "O3",
    "antibiotic prophylaxis",
    [
      [of("prophylaxis", "medication.text"), ["Cefazolin"]],
      [of("prophylaxis", "extension.where(url.endsWith('days-before-session')).value"), [3]],
      [of("prophylaxis", `reasonCode.${own("prophylaxis-reason")}`), ["cancer-treatment"]],
      [of("prophylaxis", "effective.start"), ["2009-05-11"]],
    ],
  ],
  [
    "O4",
    "position and skin marking",
    [
      [of("setup", component("position", `.${own("body-position")}`)), ["prone"]],
      [of("setup", component("skin-grid-width", ".value")), [0.5]],
      [of("setup", component("skin-grid-height", ".code")), ["cm"]],
      [of("setup", component("infrared-projection", "")), [true]],
    ],
  ],
  [
    "O5",
    "incision",
    [
      [part("puncture-L1-left", component("incision-length", ".value")), [1.5]],
      [part("puncture-L1-left", component("incision-direction", `.${own("incision-direction")}`)), ["transverse"]],
      [part("puncture-L1-left", component("incision-enlarged", "")), [false]],
    ],
  ],
  [
    "O6",
    "entry-point method",
    [
      [part("puncture-L1-left", component("entry-point-method", `.${own("entry-point-method")}`)), ["finger-touch"]],
      [
        part(
          "puncture-L1-left",
          component(
            "entry-point-method",
            ".coding.where(system = 'http://dicom.nema.org/resources/ontology/DCM').code",
          ),
        ),
        ["111489"],
      ],
    ],
  ],
  [
    "O7",
    "entry-point landmark",
    [
      [
        part("puncture-L1-left", component("entry-point-landmark", `.${own("entry-point-landmark")}`)),
        ["herringbone-crest"],
      ],
      [
        part("puncture-T12-left", component("entry-point-landmark", `.${own("entry-point-landmark")}`)),
        ["transverse-process-rib-gap"],
      ],
    ],
  ],
  [
    "O8",
    "approach",
    [
      [part("puncture-L1-left", component("approach", `.${own("approach")}`)), ["transpedicular"]],
      [part("puncture-T12-left", component("approach", `.${own("approach")}`)), ["extrapedicular"]],
    ],
  ],
  [
    "O9",
    "puncture sides",
    [
      [part("level-L1", `extension.where(url.endsWith('puncture-access')).value.${own("access")}`), ["bilateral"]],
      [of("puncture", component("side", `.${own("side")}`)), ["left", "right", "left"]],
    ],
  ],
  [
    "O10",
    "puncture attempts and first attempt",
    [
      [part("puncture-L1-right", component("attempts", "")), [2]],
      [part("puncture-L1-right", component("first-attempt-successful", "")), [false]],
    ],
  ],
  [
    "O11",
    "working channel",
    [
      [part("puncture-L1-left", component("channel-constructions", "")), [1]],
      [part("puncture-L1-left", component("channel-dilated-stepwise", "")), [true]],
    ],
  ],
  [
    "O12",
    "angles and oblique needle",
    [
      [part("puncture-L1-left", component("abduction-angle", ".value")), [15]],
      [part("puncture-L1-left", component("head-tilt-angle", ".code")), ["deg"]],
      [part("puncture-L1-right", component("oblique-needle-used", "")), [true]],
    ],
  ],
  [
    "O13",
    "table position at CT and C-arm",
    [
      [part("puncture-L1-left", component("table-height-ct", ".value")), [842]],
      [part("puncture-L1-left", component("table-depth-ct", ".value")), [1210]],
      [part("puncture-L1-left", component("table-height-c-arm", ".value")), [842]],
      [part("puncture-L1-left", component("table-depth-c-arm", ".value")), [760]],
    ],
  ],
  [
    "O14",
    "cannula tip position",
    [
      [part("puncture-L1-right", component("tip-third", `.${own("tip-third")}`)), ["middle"]],
      [part("puncture-L1-right", component("tip-midline", "")), [false]],
    ],
  ],
  [
    "O15",
    "balloon dilatation",
    [
      [part("puncture-L1-left", component("balloon-used", "")), [true]],
      [part("level-L1", `usedCode.${own("device")}`), ["balloon"]],
    ],
  ],
  [
    "O16",
    "guidance modalities",
    [[of("setup", component("guidance-modality", `.${own("guidance")}`)), ["ct", "c-arm"]]],
  ],
  [
    "O17",
    "duration per vertebral body",
    [
      [of("level-duration", "value.value"), [27]],
      [of("level-duration", "value.code"), ["min"]],
      [part("level-L1", "performed.start"), ["2009-05-14T09:15:00+08:00"]],
    ],
  ],
  [
    "C1",
    "cement material and volume",
    [
      [of("cement", `type.${own("cement-material")}`), ["pmma"]],
      [of("cement", "lotNumber"), ["7654321D"]],
      [of("cement", "udiCarrier.deviceIdentifier"), ["00844588003288"]],
      [of("cement-fill", component("cement-volume", ".value")), [4.5]],
      [part("level-L1", "focalDevice.manipulated.reference.count()"), [1]],
    ],
  ],
  [
    "C2",
    "cement distribution",
    [
      [of("cement-fill", component("cement-distribution", `.${own("cement-distribution")}`)), ["central"]],
      [of("cement-fill", component("cement-distribution", ".text")), ["Centre of the vertebral body"]],
    ],
  ],
  [
    "C3",
    "leakage site, and none where it was looked for",
    [
      [of("cement-leakage", `value.${own("presence")}`), ["present", "absent"]],
      [of("leakage-site", `value.${own("leakage-site")}`), ["epidural"]],
      [part("leakage-L1", "hasMember.count()"), [1]],
    ],
  ],
  [
    "C4",
    "leakage: symptomatic, how detected, action",
    [
      [of("leakage-site", component("symptomatic", "")), [true]],
      [of("leakage-site", component("detected-by", `.${own("detection")}`)), ["ct", "fluoroscopy"]],
      [of("leakage-site", component("leakage-action", `.${own("leakage-action")}`)), ["filling-paused"]],
      [part("complication-leakage-L1-epidural", "bodySite.coding.code"), ["61032001"]],
    ],
  ],
  [
    "S1",
    "pain before and after",
    [
      [of("pain-vas", "value.value"), [8.5, 2.5, 2]],
      [of("pain-vas", `code.${own("observation")}`), ["pain-vas-1-10", "pain-vas-1-10", "pain-vas-1-10"]],
      [of("pain-vas", `extension.value.${own("timepoint")}`), ["pre", "h24", "d14"]],
    ],
  ],
  ["S2", "functional activity before and after", [[of("functional-activity", "value.value"), [3, 1]]]],
  ["S3", "analgesic use before and after", [[of("analgesic-use", "value.value"), [3, 1]]]],
  ["S4", "pain relief", [[of("pain-relief", `value.${own("pain-relief")}`), ["partial"]]]],
  [
    "I1",
    "imaging studies by phase and kind",
    [
      [of("kypho-imaging", `extension.value.${own("phase")}`), ["pre", "intra", "post"]],
      [of("kypho-imaging", `procedureCode.${own("imaging-kind")}`), ["mr", "ct-targeting", "ct"]],
      [part("imaging-targeting", "procedureReference.reference.count()"), [1]],
    ],
  ],
  [
    "I2",
    "per study: modality, start, region, series, counts, UIDs, finding",
    [
      [part("imaging-mr", "modality.code"), ["MR"]],
      [part("imaging-mr", "started"), ["2009-05-12T11:00:00+08:00"]],
      [part("imaging-mr", `procedureCode.${own("region")}`), ["thoracolumbar"]],
      [
        part("imaging-mr", "identifier.where(system = 'urn:dicom:uid').value"),
        ["urn:oid:1.2.826.0.1.3680043.8.498.10200001"],
      ],
      [part("imaging-mr", "numberOfSeries"), [2]],
      [part("imaging-mr", "numberOfInstances"), [44]],
      [part("imaging-mr", "series.uid"), ["1.2.826.0.1.3680043.8.498.10200002", "1.2.826.0.1.3680043.8.498.10200004"]],
      [part("imaging-mr", "series.instance.sopClass.code"), ["urn:oid:1.2.840.10008.5.1.4.1.1.4"]],
      [of("imaging-finding", "value"), ["Marrow oedema of L1.", "Cement fills the centre of L1."]],
    ],
  ],
  [
    "A1",
    "complication",
    [
      [part("complication-haematoma", `code.${own("complication")}`), ["needle-tract-haematoma"]],
      [of("session", "complicationDetail.count()"), [2]],
      [of("complication-assessment", `value.${own("presence")}`), ["present"]],
    ],
  ],
  [
    "A2",
    "complication: grade, management, outcome",
    [
      [part("complication-haematoma", "severity.coding.code"), ["255604002"]],
      [part("complication-haematoma", "clinicalStatus.coding.code"), ["resolved"]],
      [part("complication-haematoma", "abatement"), ["2009-05-18"]],
      [of("complication-management", `code.${own("management")}`), ["pressure-dressing"]],
    ],
  ],
  [
    "F1",
    "aftercare, done and planned",
    [
      [of("aftercare", `code.${own("aftercare")}`), ["brace"]],
      [of("session", `followUp.${own("aftercare")}`), ["radiotherapy"]],
    ],
  ],
];

describe("every row of the study arrives", () => {
  it.each(ROWS)("%s: %s", (_row, _what, checks) => {
    for (const [expression, expected] of checks) {
      expect(evaluateFhirPath(expression, bundle), expression).toEqual(expected);
    }
  });
});

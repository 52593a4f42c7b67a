import { tool } from '../../shared/answers/endpoints';
import { videoUrl } from '../../shared/operation/commonMedia';
import { required } from '../../shared/operation/field';
import { switchOf, number, colorField, text } from '../../shared/operation/scalarFields';
import { submitOperation } from '../../shared/operation/operation';

const pixels = (label: string, description: string, placeholder: string) =>
	number({ label, description, placeholder, min: 0, unit: 'pixels' });
const color = (label: string, what: string) =>
	colorField({ label, placeholder: 'e.g. #FFFFFF', description: `Color of ${what}` });
const yesNo = (label: string, description: string, value: boolean) =>
	switchOf({ label, description, default: value, on: 1, off: 0 });

/** Reference 2.7. */
export const videoAddSubtitle = submitOperation({
	value: 'videoAddSubtitle',
	resource: 'subtitle',
	title: 'videoAddSubtitle(为视频添加字幕)',
	summary: 'Recognize the speech of a video and show it as subtitles',
	action: 'Add subtitles to video',
	section: '2.7',
	docId: 342940127,
	typicalSeconds: { guessed: 60 },
	evidence: { path: 'B', body: 'B', response: 'B' },
	endpoint: tool('/audio/subtitle-dynamic'),
	taskSource: 'toolTask',
	fields: {
		videoUrl: required(videoUrl({ description: 'Video to add subtitles to' })),
		referenceText: text({
			label: 'Reference Text',
			placeholder: 'e.g. Welcome to our channel',
			rows: 3,
			description: 'The spoken text, to improve the recognition',
		}),
		fontSize: pixels('Font Size', 'Size of the text, in pixels', 'e.g. 24'),
		fontColor: color('Font Color', 'the text'),
		verticalMargin: pixels(
			'Vertical Margin',
			'Distance from the edge of the video, in pixels',
			'e.g. 20',
		),
		autoFontSize: yesNo('Auto Font Size', 'Whether to adjust the font size automatically', true),
		bold: yesNo('Bold', 'Whether to show the text in bold; the platform may ignore it', true),
		outlineColor: color('Outline Color', 'the outline of the text'),
		outlineWidth: pixels('Outline Width', 'Width of the outline, in pixels', 'e.g. 1'),
		fontNumber: number({
			label: 'Font',
			description: 'Number of the font on the platform (selectFont); no source lists the numbers',
			integer: true,
			min: 1,
		}),
		backgroundColor: color('Background Color', 'the area behind the text'),
	},
	toBody: (p) => ({
		videoUrl: p.videoUrl,
		text: p.referenceText,
		fontSize: textOfNumber(p.fontSize),
		primaryColor: p.fontColor,
		marginV: textOfNumber(p.verticalMargin),
		isFontAuto: p.autoFontSize,
		isFontBold: p.bold,
		textStrokeColor: p.outlineColor,
		textStrokeWidth: textOfNumber(p.outlineWidth),
		selectFont: p.fontNumber,
		textBgColor: p.backgroundColor,
	}),
});

/** The vendor's tool sends these numbers as text; a number might be refused. */
const textOfNumber = (value: number | undefined) => (value === undefined ? value : String(value));

import { tool } from '../../shared/answers/endpoints';
import { required } from '../../shared/operation/field';
import { choice, flag, number, text } from '../../shared/operation/scalarFields';
import { syncOperation } from '../../shared/operation/operation';

const pixels = (label: string, value: number) =>
	number({
		label,
		description: `${label} in pixels`,
		hint: 'Pixels',
		integer: true,
		min: 1,
		default: value,
	});

/** Reference 12. */
export const markdownCard = syncOperation({
	value: 'markdownCard',
	resource: 'image',
	title: 'Markdown card image',
	summary: 'Make one or several image cards from Markdown text',
	action: 'Make image cards from Markdown',
	section: '12',
	evidence: { path: 'C', body: 'C', response: 'C' },
	official: false,
	endpoint: tool('/image/generate'),
	fields: {
		markdown: required(
			text({
				label: 'Markdown',
				rows: 6,
				placeholder: 'e.g. # Tea',
				description: 'Text of the card, as Markdown',
			}),
		),
		width: pixels('Width', 440),
		height: pixels('Height', 586),
		theme: text({
			label: 'Theme',
			description: 'Name of the theme, as the platform documents it',
		}),
		splitMode: choice({
			label: 'Split Mode',
			default: 'noSplit',
			values: [
				{ name: 'Automatic', value: 'autoSplit', description: 'As many cards as the text needs' },
				{ name: 'At Horizontal Rules', value: 'hrSplit', description: 'A new card at each ---' },
				{ name: 'None', value: 'noSplit', description: 'One card' },
			],
			description: 'How to split the text into several cards',
		}),
		mdxMode: flag({
			label: 'MDX Mode',
			description: 'Whether to read the text as MDX instead of Markdown',
			default: true,
		}),
		hideOverflow: flag({
			label: 'Hide Overflow',
			description: 'Whether to cut off what does not fit on the card',
			default: true,
		}),
	},
	toBody: (p) => ({
		markdown: p.markdown,
		width: p.width,
		height: p.height,
		theme: p.theme,
		splitMode: p.splitMode,
		mdxMode: p.mdxMode,
		overHiddenMode: p.hideOverflow,
	}),
});

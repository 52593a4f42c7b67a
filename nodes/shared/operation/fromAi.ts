import type { INodeProperties } from 'n8n-workflow';

/** What a field knows beyond its property in the form. */
interface More {
	limit?: string;
	/** The modes that use it; all of them when left out. */
	modes?: readonly string[];
}

/** With it, the editor shows an expression as "Defined automatically by the model", with its description. */
const MARKER = '/*n8n-auto-generated-fromAI-override*/';

/** n8n takes a parameter's key from its label, so that its switch "Let the model define" keeps the key. */
const keyOf = ({ displayName }: INodeProperties) =>
	displayName.replace(/[^a-zA-Z0-9-]/g, '_').slice(0, 63);

/**
 * The value with which n8n asks the model for a parameter. Its editor writes one without a description, and none
 * into dropdowns; this one says what the parameter means, which words and numbers it takes, and what it is unless set.
 */
export function fromAi(property: INodeProperties, more: More = {}): string {
	const type = typeOf(property);
	const fallback = fallbackOf(property, type);
	const parts = [`'${keyOf(property)}'`, `\`${textFor(property, more)}\``, `'${type}'`];
	if (fallback !== undefined) parts.push(fallback);
	return `={{ ${MARKER} $fromAI(${parts.join(', ')}) }}`;
}

type ModelType = 'string' | 'number' | 'boolean' | 'json';

/** A number without a default is asked for as text, which may be left empty. */
function typeOf({ type, default: usual }: INodeProperties): ModelType {
	if (type === 'number') return typeof usual === 'number' ? 'number' : 'string';
	return type === 'boolean' || type === 'json' ? type : 'string';
}

/** The last word of the call; absent where the model has to say something. */
function fallbackOf(
	{ required, default: usual }: INodeProperties,
	type: ModelType,
): string | undefined {
	if (required === true || type === 'json') return undefined;
	if (typeof usual === 'number' || typeof usual === 'boolean') return String(usual);
	return typeof usual === 'string' && /^[^'\\=]*$/.test(usual) ? `'${usual}'` : undefined;
}

/** What the model reads. */
function textFor(property: INodeProperties, { limit, modes = [] }: More): string {
	const { description, hint } = property;
	const onlyIn = modes.length > 0 ? `Only with Mode ${modes.join(' or ')}` : undefined;
	const sentences = [description, hint, allowed(property), limit, onlyIn];
	return (
		sentences
			.filter((sentence) => sentence !== undefined && sentence !== '')
			.join('. ')
			// A model writes no expressions.
			.replace(', or a list from an expression', '')
			.replace(/[`\\]/g, "'")
			.replace(/\$\{/g, '{')
	);
}

function allowed({ type, options, typeOptions, default: usual }: INodeProperties) {
	if (type === 'options') {
		const entries = (options ?? []).flatMap((option) =>
			'value' in option ? [{ name: option.name, value: String(option.value) }] : [],
		);
		const allowed = entries.filter(({ value }) => value !== '').map(wordOf);
		const [nothing] = entries.filter(({ value }) => value === '');
		return `One of: ${allowed.join(', ')}${nothing ? `; empty for ${nothing.name}` : ''}`;
	}
	if (type !== 'number') return undefined;
	const { minValue: min, maxValue: max } = typeOptions ?? {};
	const limits =
		min === undefined
			? max === undefined
				? undefined
				: `At most ${max}`
			: max === undefined
				? `At least ${min}`
				: `From ${min} to ${max}`;
	return usual === '' ? [limits, 'Empty unless wanted'].filter(Boolean).join('. ') : limits;
}

const wordOf = ({ name, value }: { name: string; value: string }) =>
	name === value ? value : `${value} (${name})`;

/** Web addresses that lead to a page or require a login, where a file should be. Pure. */
import * as words from '../words/pages';

interface Page {
	/** Name for users. */
	name: string;
	/** Matches an address without its scheme. */
	page: RegExp;
	/** Addresses of this service that are a file. */
	file?: RegExp;
	/** How to get the file, if that differs from other pages of this kind. */
	wayOut?: () => string;
}

/** Cloud drives. */
const DISKS: readonly Page[] = [
	{ name: '百度网盘 (Baidu)', page: /^(pan|yun|eyun)\.baidu\.com\// },
	{ name: '夸克网盘 (Quark)', page: /^(pan\.quark\.cn|drive\.uc\.cn)\// },
	{ name: '阿里云盘 (Aliyun Drive)', page: /^(www\.)?(aliyundrive|alipan)\.com\// },
	{ name: '蓝奏云 (Lanzou)', page: /^([\w-]+\.)*lanz(ou|ov)\w{0,2}\.com\// },
	{ name: '123云盘 (123pan)', page: /^(www\.)?123(pan|684|865|912)\.(com|cn)\/(s|ps)\// },
	{ name: '微云 (Weiyun)', page: /^([\w-]+\.)*weiyun\.com\// },
	{ name: '天翼云盘 (189 Cloud)', page: /^cloud\.189\.cn\/(t|web)\b/ },
	{ name: '和彩云 (139 Cloud)', page: /^(caiyun|yun)\.139\.com\// },
	{ name: '迅雷云盘 (Xunlei)', page: /^pan\.xunlei\.com\// },
	{ name: '115', page: /^(www\.)?115(cdn)?\.com\/s\// },
	{ name: '坚果云 (Nutstore)', page: /^(www\.)?jianguoyun\.com\/p\// },
	{ name: '城通网盘 (CTFile)', page: /^([\w-]+\.)*ctfile\.com\/(f|d|file|dir)\// },
	{
		name: '文叔叔 (Wenshushu)',
		page: /^((www\.)?(wenshushu\.cn|wss\.(ink|cc|email))|c-t\.work)\//,
	},
	{ name: 'WeTransfer', page: /^((www\.)?wetransfer\.com\/downloads|we\.tl)\// },
	{ name: 'Box', page: /^([\w-]+\.)*box\.com\/(s|v)\// },
	{
		name: 'iCloud',
		page: /^(www\.|share\.)?icloud\.com(\.cn)?\/(iclouddrive|photos|sharedalbum)\b/,
	},
	{
		name: 'Google Drive',
		page: /^drive\.google\.com\/(file|open|drive|folderview)\b/,
		wayOut: words.linkOfGoogleDrive,
	},
	{
		name: 'Dropbox',
		page: /^(www\.)?dropbox\.com\//,
		file: /[?&](dl|raw)=1\b/,
		wayOut: words.linkOfDropbox,
	},
	{
		name: 'OneDrive',
		page: /^(1drv\.ms\/|onedrive\.live\.com\/|[\w-]+\.sharepoint\.com\/:\w:\/)/,
		file: /^onedrive\.live\.com\/download\b|[?&]download=1\b/,
	},
	{ name: 'Mega', page: /^mega\.(nz|io)\// },
	{
		name: 'GitHub',
		page: /^github\.com\/[^/]+\/[^/]+\/blob\//,
		file: /[?&]raw=(true|1)\b/,
		wayOut: words.linkOfGitHub,
	},
];

/** Pages that show videos and pictures. */
const SITES: readonly Page[] = [
	{ name: 'YouTube', page: /^((www|m|music)\.)?youtube(-nocookie)?\.com\/|^youtu\.be\// },
	{ name: '哔哩哔哩 (Bilibili)', page: /^((www|m|t|live|space)\.)?bilibili\.com\/|^b23\.tv\// },
	{
		name: '抖音 (Douyin)',
		page: /^((www|v|m|live)\.)?(ies)?douyin\.com\//,
		file: /\/aweme\/v1\/play/,
	},
	{ name: 'TikTok', page: /^((www|m|vm|vt)\.)?tiktok\.com\// },
	{ name: '快手 (Kuaishou)', page: /^((www|m|v|live)\.)?kuaishou(app)?\.com\// },
	{ name: '小红书 (Xiaohongshu)', page: /^(www\.)?(xiaohongshu|xhslink)\.com\// },
	{ name: '微博 (Weibo)', page: /^((www|m|video)\.)?weibo\.(com|cn)\// },
	{ name: '西瓜视频 (Xigua)', page: /^((www|m|v)\.)?ixigua\.com\// },
	{ name: '腾讯视频 (Tencent Video)', page: /^(m\.)?v\.qq\.com\// },
	{
		name: '微信 (WeChat)',
		page: /^mp\.weixin\.qq\.com\/(s|web|platform)\b|^channels\.weixin\.qq\.com\/|^weixin\.qq\.com\/sph\//,
	},
	{ name: '优酷 (Youku)', page: /^((www|m|v)\.)?youku\.com\// },
	{ name: '爱奇艺 (iQIYI)', page: /^((www|m)\.)?iqiyi\.com\// },
	{ name: '知乎 (Zhihu)', page: /^((www|zhuanlan)\.)?zhihu\.com\// },
	{ name: 'Vimeo', page: /^(www\.)?vimeo\.com\/|^player\.vimeo\.com\/video\// },
	{ name: 'Instagram', page: /^(www\.)?instagram\.com\// },
	{ name: 'Facebook', page: /^((www|m)\.)?facebook\.com\/|^fb\.watch\// },
	{ name: 'Telegram', page: /^t\.me\// },
	{ name: 'Imgur', page: /^((www|m)\.)?imgur\.com\//, file: /\.\w{3,4}$/ },
	{
		name: 'Pexels',
		page: /^(www\.)?pexels\.com\/([\w-]+\/)?(photo|video)\//,
		file: /\/download\b/,
	},
	{ name: 'X', page: /^((www|mobile)\.)?(x|twitter)\.com\// },
];

/** Documents and collections that contain files. */
const DOCUMENTS: readonly Page[] = [
	{
		name: 'Notion',
		page: /^(www\.)?notion\.(so|com)\/|^[\w-]+\.notion\.site\//,
		file: /^(www\.notion\.(so|com)|[\w-]+\.notion\.site)\/(image|signed)\//,
	},
	{
		name: '飞书 (Feishu)',
		page: /^[\w-]+\.(feishu\.cn|larksuite\.com|larkoffice\.com)\/(docx?|docs|wiki|sheets|base|file|drive|minutes|slides|mindnotes|share)\b/,
	},
	{ name: '腾讯文档 (Tencent Docs)', page: /^(docs\.qq|doc\.weixin\.qq|drive\.weixin\.qq)\.com\// },
	{ name: '钉钉文档 (DingTalk)', page: /^(alidocs|docs)\.dingtalk\.com\// },
	{ name: '语雀 (Yuque)', page: /^(www\.)?yuque\.com\// },
	{ name: '石墨文档 (Shimo)', page: /^(www\.)?shimo\.im\// },
	{ name: '金山文档 (WPS)', page: /^((www|365)\.)?kdocs\.cn\// },
	{ name: 'Google Docs', page: /^docs\.google\.com\/(document|spreadsheets|presentation|forms)\// },
	{ name: 'Airtable', page: /^(www\.)?airtable\.com\// },
	{
		name: 'Unsplash',
		page: /^(www\.)?unsplash\.com\/([\w-]+\/)?photos\//,
		file: /\/download\b/,
	},
	{ name: 'Google Photos', page: /^photos\.(google\.com|app\.goo\.gl)\// },
	{ name: 'Canva', page: /^(www\.)?canva\.(com|cn)\/design\// },
	{ name: 'Figma', page: /^(www\.)?figma\.com\/(file|design|proto|board)\// },
];

/** Files that require a login with each request. */
const ATTACHMENTS: readonly Page[] = [
	{
		name: '飞书 (Feishu)',
		page: /^open\.(feishu\.cn|larksuite\.com)\/open-apis\/|^[\w-]+\.(feishu\.cn|larksuite\.com|larkoffice\.com)\/space\/api\//,
		file: /[/?&](authcode|code)[/=]/,
	},
	{ name: 'Slack', page: /^files\.slack\.com\//, file: /[?&](t|pub_secret)=/ },
	{ name: 'Microsoft Graph', page: /^graph\.microsoft\.com\// },
	{
		name: 'Google Drive API',
		page: /^www\.googleapis\.com\/drive\//,
		file: /[?&](key|access_token)=/,
	},
	{ name: '钉钉 (DingTalk)', page: /^o?api\.dingtalk\.com\//, file: /[?&]access_token=/ },
	{ name: 'WhatsApp', page: /^lookaside\.fbsbx\.com\// },
	{ name: 'LINE', page: /^api-data\.line\.me\// },
	{ name: 'Jira', page: /^[\w-]+\.atlassian\.net\// },
];

export interface PageFound {
	name: string;
	/** How to get the file. */
	wayOut: string;
	/** A service that reads share pages of video sites finds no video there. */
	hasNoFilm: boolean;
}

/** The page that a URL leads to instead of a file. */
export function pageIn(url: string): PageFound | undefined {
	if (!URL.canParse(url)) return undefined;
	const disk = pageOf(url, DISKS);
	const page = disk ?? pageOf(url, [...SITES, ...DOCUMENTS]);
	const wayOut = page?.wayOut ?? (disk ? words.putElsewhere : words.downloadFirst);
	return page && { name: page.name, wayOut: wayOut(), hasNoFilm: !SITES.includes(page) };
}

/** The service that requires a login for a file. */
export const lockIn = (url: string): string | undefined => pageOf(url, ATTACHMENTS)?.name;

function pageOf(url: string, pages: readonly Page[]): Page | undefined {
	const { hostname, pathname, search } = new URL(url);
	const address = `${hostname}${pathname}${search}`;
	return pages.find(({ page, file }) => page.test(address) && file?.test(address) !== true);
}

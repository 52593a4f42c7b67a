const NO_BALANCE =
	/(余额|积分|额度|点数|资源包|资金)[^，。,.]{0,6}不足|欠费|充值|(insufficient|not enough)[ _][\w ]{0,20}(balance|credits?|quota|funds)|(balance|credits?|quota|funds)( is| are)? (insufficient|not enough|exhausted|too low)|quota exceeded|payment required/i;

/** Whether the platform's words say that the account cannot pay, whatever code stands beside them. Pure. */
export const saysNoBalance = (...said: ReadonlyArray<string | undefined>): boolean =>
	said.some((words) => words !== undefined && NO_BALANCE.test(words));

export const TOP_UP =
	'The balance of the account does not suffice: top it up at https://kexiangai.com.';

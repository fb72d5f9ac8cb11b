export declare const LAYERS: Record<string, string[]>;
export declare const PUBLIC_FOLDERS: string[];
export declare const PACKAGES: string[];
export declare const PLAIN_FOLDERS: string[];
